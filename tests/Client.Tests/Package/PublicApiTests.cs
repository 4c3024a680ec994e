using System.Reflection;
using System.Text;

namespace CgLicense.Client.Tests;

public sealed class PublicApiTests
{
    [Fact]
    public void The_public_surface_is_the_approved_one()
    {
        var approved = Path.Combine(AppContext.BaseDirectory, "Package", "PublicApi.approved.txt");
        var actual = Describe(typeof(LicenseClient).Assembly);
        var received = Path.Combine(AppContext.BaseDirectory, "Package", "PublicApi.received.txt");
        File.WriteAllText(received, actual);
        Assert.True(
            File.ReadAllText(approved) == actual,
            $"The public surface changed. If that is meant, copy {received} over tests/Client.Tests/Package/PublicApi.approved.txt.");
    }

    private static string Describe(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            text.Append($"{Kind(type)} {type.FullName}{Base(type)}\n");
            foreach (var line in Members(type).Order(StringComparer.Ordinal))
                text.Append($"    {line}\n");
        }

        return text.ToString();
    }

    private static string Kind(Type type) => type.IsEnum ? "enum" : type.IsSealed ? "sealed class" : "class";

    private static string Base(Type type) => type.BaseType is { } parent && parent != typeof(object) ? " : " + parent.Name : "";

    private static IEnumerable<string> Members(Type type)
    {
        const BindingFlags own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        foreach (var constructor in type.GetConstructors(own))
            yield return $"new({Parameters(constructor)})";
        foreach (var property in type.GetProperties(own))
            yield return $"{Name(property.PropertyType)} {property.Name} {{ get;{(property.SetMethod is { IsPublic: true } ? " init;" : "")} }}";
        foreach (var method in type.GetMethods(own).Where(method => !method.IsSpecialName && method.Name[0] != '<'))
            yield return $"{Name(method.ReturnType)} {method.Name}({Parameters(method)})";
    }

    private static string Parameters(MethodBase method) => string.Join(
        ", ", method.GetParameters().Select(parameter =>
            $"{Name(parameter.ParameterType)} {parameter.Name}{(parameter.HasDefaultValue ? " = " + (parameter.DefaultValue ?? "default") : "")}"));

    private static string Name(Type type) => type.IsGenericType
        ? $"{type.Name[..type.Name.IndexOf('`')]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
        : type.Name;
}
