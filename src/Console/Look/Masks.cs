namespace CgLicense.Console.Look;

/// <summary>What is left to see in privacy mode: enough to tell rows apart, too little to use or to write to.</summary>
public static class Masks
{
    public static string Key(string key) => key.Length <= 9 ? "••••" : key[..5] + "••••" + key[^4..];

    public static string Email(string email)
    {
        var at = email.IndexOf('@', StringComparison.Ordinal);
        return at < 1 ? "••••" : email[..1] + "•••@" + "•••" + (email.LastIndexOf('.') is var dot && dot > at ? email[dot..] : "");
    }
}
