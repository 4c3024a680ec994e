using System.Globalization;

namespace CgLicense.Console.Purchases;

/// <summary>Amounts as they are written, of amounts in the currency's smallest unit.</summary>
public static class Money
{
    // As payment providers count them: https://docs.stripe.com/currencies.
    private static readonly HashSet<string> Whole =
        ["BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"];

    private static readonly HashSet<string> Thousandths = ["BHD", "JOD", "KWD", "OMR", "TND"];

    /// <summary>Such as <c>49.00 EUR</c>; a dash where the provider told no amount. Without a currency nobody knows the unit: the bare number.</summary>
    public static string Text(long? amount, string? currency)
    {
        if (amount is not { } units)
            return "–";
        if (currency?.ToUpperInvariant() is not { } name)
            return units.ToString(CultureInfo.InvariantCulture);
        var places = Whole.Contains(name) ? 0 : Thousandths.Contains(name) ? 3 : 2;
        return (units / (decimal)Math.Pow(10, places)).ToString("N" + places, CultureInfo.InvariantCulture) + " " + name;
    }
}
