using CgLicense.Server.Pages;

namespace CgLicense.Server.Portal;

/// <summary>Who is signed in, and the way out: in the corner of every page.</summary>
internal static class SignedIn
{
    public static Html Corner(Customer customer, PublicAddress at) => Html.Of(
        $"""
        <form method="post" action="{at.Path("/portal/signOut")}">
        <a href="{at.Path(PortalRoutes.Home)}">{customer.Email}</a>
        {Token(customer)}<button>Sign out</button>
        </form>
        """);

    /// <summary>Belongs into every form.</summary>
    public static Html Token(Customer customer) =>
        Html.Of($"<input type=\"hidden\" name=\"{OwnForm.TokenField}\" value=\"{customer.FormToken.Reveal()}\">");
}

/// <summary>What came of the last form, above the page.</summary>
/// <param name="Tone">One of the style sheet's: <c>good</c>, <c>warn</c>, <c>bad</c>.</param>
internal sealed record Notice(string Tone, string Text);
