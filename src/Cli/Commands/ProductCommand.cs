using System.CommandLine;
using CgLicense.Cli.Options;
using CgLicense.Cli.Output;
using CgLicense.Cli.Server;

namespace CgLicense.Cli.Commands;

/// <summary><c>product create|list|update|delete</c>.</summary>
internal static class ProductCommand
{
    private static readonly string[] Headings = ["Product", "Name", "Status", "Creator", "Created"];

    public static Command Build(Terminal terminal) => new ExampleCommand(
        "product", "The tools you sell", ["cglicense product list"])
    {
        Create(terminal), List(terminal), Update(terminal), Delete(terminal),
    };

    private static AdminCommand Create(Terminal terminal)
    {
        var slug = new Argument<string>("SLUG") { Description = "Its id everywhere else: 1 to 64 of a-z 0-9 - _" };
        var name = Values.Text("--name", "TEXT", "Its name for people", required: true);
        var creator = Values.Text("--creator", "ID", "Whose it is; needed with the admin secret");
        var status = Values.Choice("--status", "live (default); unlisted: hidden but valid; archived: no new licenses", ProductStatus.All);
        return new AdminCommand(
            terminal, "create", "Create a product", changes: true,
            ["cglicense product create rockbuilder --name \"Rock Builder\" --creator anna"],
            [slug, name, creator, status],
            (parsed, call) => call.Send(
                Endpoints.CreateProduct,
                new CreateProductRequest
                {
                    Slug = parsed.GetValue(slug),
                    Name = parsed.GetValue(name),
                    CreatorId = parsed.GetValue(creator),
                    Status = parsed.GetValue(status),
                },
                answer =>
                {
                    terminal.Say($"Product [bold]{Wording.Text(answer.ProductId)}[/] created ({Wording.Badge(answer.Status)}).");
                    terminal.Say(Wording.Faint($"Next: cglicense license create --product {answer.ProductId} --email …"));
                }));
    }

    private static AdminCommand List(Terminal terminal)
    {
        var status = Values.Text("--status", "LIST", "Statuses to show, separated by commas; default live");
        var all = new Option<bool>("--all") { Description = "Every status" };
        var creator = Values.Text("--creator", "ID", "One creator's only");
        return new AdminCommand(
            terminal, "list", "List products", changes: false, ["cglicense product list --all"], [status, all, creator],
            (parsed, call) => call.Send(
                Endpoints.ListProducts,
                new ListProductsRequest
                {
                    Status = parsed.GetValue(status),
                    IncludeAll = parsed.GetValue(all) ? true : null,
                    CreatorId = parsed.GetValue(creator),
                },
                answer => terminal.Rows(
                    Headings,
                    answer.Products.Select(product => (string[])
                    [
                        Wording.Text(product.ProductId), Wording.Text(product.Name), Wording.Badge(product.Status),
                        Wording.Text(product.CreatorId), Moment.Show(product.CreatedAt, terminal.Now),
                    ]),
                    "No products. Create one with 'cglicense product create', or look at all statuses with --all.")));
    }

    private static AdminCommand Update(Terminal terminal)
    {
        var product = new Argument<string>("ID") { Description = "The product" };
        var name = Values.Text("--name", "TEXT", "New name");
        var status = Values.Choice("--status", "New status; licenses that exist keep working", ProductStatus.All);
        return new AdminCommand(
            terminal, "update", "Change a product's name or status", changes: true,
            ["cglicense product update rockbuilder --status archived"],
            [product, name, status],
            (parsed, call) => call.Send(
                Endpoints.UpdateProduct,
                new UpdateProductRequest
                {
                    ProductId = parsed.GetValue(product),
                    Name = parsed.GetValue(name),
                    Status = parsed.GetValue(status),
                },
                answer => terminal.Say($"Product [bold]{Wording.Text(answer.ProductId)}[/] is {Wording.Badge(answer.Status)}.")));
    }

    private static AdminCommand Delete(Terminal terminal)
    {
        var product = new Argument<string>("ID") { Description = "The product" };
        return new AdminCommand(
            terminal, "delete", "Delete a product that was never sold, with its variants and codes; else archive it", changes: true,
            ["cglicense product delete rockbuilder"], [product],
            (parsed, call) => call.Send(
                Endpoints.DeleteProduct, new DeleteProductRequest { ProductId = parsed.GetValue(product) },
                _ => terminal.Say($"Product [bold]{Wording.Text(parsed.GetValue(product))}[/] deleted.")));
    }
}
