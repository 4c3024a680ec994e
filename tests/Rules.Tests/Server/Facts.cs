using CgLicense.Protocol;
using CgLicense.Server.Licenses;
using CsCheck;

namespace CgLicense.Rules.Tests.Server;

/// <summary>Licenses as facts, for the rules: one plain example to vary, and any lawful one.</summary>
internal static class Facts
{
    public static readonly DateTimeOffset Now = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static readonly LicenseFacts License = new()
    {
        Id = 1,
        Uid = "lic_example",
        Key = LicenseKey.Parse("CGL-00000-00000-00000-00000-00000"),
        ProductId = "tool",
        CreatorId = "studio-one",
        Email = "artist@studio.example",
        Variant = "indie",
        Type = LicenseType.PerMachine,
        MaxMachines = 2,
        MaxConcurrent = 0,
        StoredStatus = LicenseStatus.Active,
        Policy = new LicensePolicy(),
    };

    public static readonly LicenseFacts Floating = License with
    {
        Type = LicenseType.Floating,
        MaxMachines = Defaults.Unlimited,
        MaxConcurrent = 3,
    };

    public static readonly Gen<DateTimeOffset?> AnyTime = Gen.OneOf(
        Gen.Const(default(DateTimeOffset?)),
        Gen.Int[-100_000, 100_000].Select(seconds => (DateTimeOffset?)Now.AddSeconds(seconds)));

    public static readonly Gen<long> AnyLimit = Gen.OneOf(Gen.Const(Defaults.Unlimited), Gen.Long[1, 6]);

    public static readonly Gen<LicenseFacts> AnyLicense =
        from type in AnyOf(LicenseType.All)
        from status in AnyOf(LicenseStatus.Stored)
        from machines in AnyLimit
        from seats in AnyLimit
        from expires in AnyTime
        from suspend in AnyTime
        select License with
        {
            Type = type,
            StoredStatus = status,
            MaxMachines = machines,
            MaxConcurrent = seats,
            ExpiresAt = expires,
            SuspendAt = suspend,
        };

    private static Gen<string> AnyOf(IReadOnlyList<string> values) => Gen.Int[0, values.Count - 1].Select(i => values[i]);
}
