using CgLicense.Server.Access;

namespace CgLicense.Server.OpenIdConnect;

/// <summary>The OpenID provider that people may sign in to the console with, and who of them may.</summary>
/// <param name="Authority">The provider's issuer URL, without a slash at its end.</param>
/// <param name="ClientSecret">Null for a public client, which PKCE alone protects.</param>
/// <param name="Scopes">Separated by blanks; <c>openid</c> is among them.</param>
/// <param name="Admitted">Those who act as the admin first: whoever is on both lists is the admin.</param>
internal sealed record OidcOptions(
    string Authority, string ClientId, Secret? ClientSecret, string Scopes, IReadOnlyList<AdmittedEntry> Admitted)
{
    public const string DefaultScopes = "openid email";

    private const string Authorities = "--oidc-authority";
    private const string Client = "--oidc-client-id";
    private const string Password = "--oidc-client-secret";
    private const string Admins = "--oidc-admins";
    private const string Creators = "--oidc-creators";
    private const string Asked = "--oidc-scopes";

    public static IReadOnlyList<Setting> Settings { get; } =
    [
        new(Authorities, "CGLICENSE_OIDC_AUTHORITY", "none", "The OpenID provider that people may sign in to the console with, by its issuer URL: https://login.example.com/realms/studio"),
        new(Client, "CGLICENSE_OIDC_CLIENT_ID", "none", "What this server is called at the provider."),
        new(Password, "CGLICENSE_OIDC_CLIENT_SECRET", "none: a public client", "This server's secret at the provider. Prefer the variable: flags show in process lists."),
        new(Admins, "CGLICENSE_OIDC_ADMINS", "none", "Who acts as the admin, separated by commas: verified e-mail addresses, subjects, or claim=value: ann@example.com,groups=licensing"),
        new(Creators, "CGLICENSE_OIDC_CREATORS", "none", "Who acts for one creator: studio-one:ben@example.com,studio-two:groups=studio-two"),
        new(Asked, "CGLICENSE_OIDC_SCOPES", DefaultScopes, "What the provider is asked for, separated by blanks."),
    ];

    /// <param name="value">Of a flag.</param>
    /// <returns>Null when nothing is set: single sign-on is off.</returns>
    /// <exception cref="OptionException">A value cannot be used, or one is missing beside the others.</exception>
    public static OidcOptions? Read(Func<string, string?> value)
    {
        if (Settings.All(setting => value(setting.Flag) is null))
            return null;
        var authority = value(Authorities) ?? throw new OptionException(
            $"Single sign-on needs {Authorities}, the provider's issuer URL: {Authorities} https://login.example.com/realms/studio.");
        if (!Uri.TryCreate(authority, UriKind.Absolute, out var url) || !ProviderRules.IsSafe(url) || url.Query.Length + url.Fragment.Length + url.UserInfo.Length > 0)
            throw new OptionException($"'{authority}' is not possible for {Authorities}. Write the provider's issuer URL, with https://; http:// is for this computer alone.");
        var client = value(Client) ?? throw new OptionException($"Single sign-on needs {Client}: what this server is called at the provider.");
        if (value("--public-url") is null)
            throw new OptionException("Single sign-on needs --public-url, where the provider sends people back to: --public-url https://licenses.example.com.");
        List<AdmittedEntry> admitted = [.. Listed(value(Admins)).Select(Admin), .. Listed(value(Creators)).Select(Creator)];
        if (admitted.Count == 0)
            throw new OptionException($"Nobody could come in by single sign-on. Say who may: {Admins} ann@example.com, or a claim of the provider's: {Admins} groups=licensing.");
        var scopes = value(Asked) ?? DefaultScopes;
        if (!scopes.Split(' ').Contains("openid"))
            throw new OptionException($"'{scopes}' is not possible for {Asked}. 'openid' must be among them: {Asked} '{DefaultScopes}'.");
        return new(authority.TrimEnd('/'), client, value(Password) is { } secret ? new Secret(secret) : null, scopes, admitted);
    }

    private static string[] Listed(string? list) =>
        (list ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static AdmittedEntry Admin(string entry) => AdmittedEntry.Read(entry)
        ?? throw new OptionException($"'{entry}' in {Admins} lets nobody in. Write an e-mail address, a subject, or claim=value.");

    private static AdmittedEntry Creator(string entry) =>
        entry.Split(':', 2) is [{ Length: > 0 } creator, var who] && AdmittedEntry.Read(who.Trim(), creator.Trim()) is { } read ? read
        : throw new OptionException($"'{entry}' in {Creators} names nobody. Write the creator, a colon, and who may: studio-one:ben@example.com.");
}
