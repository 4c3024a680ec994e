using System.Reflection;
using System.Text.Json.Serialization;

namespace CgLicense.Protocol.Tests;

/// <summary>Whatever travels may end up in a log line by its <c>ToString</c>; what it carries must not.</summary>
public sealed class SecrecyTests
{
    private const string Marker = "do-not-print-me";

    private static readonly string[] Secrets =
    [
        "AdminSecret", "ApiKey", "Email", "Fingerprint", "Hostname", "Key", "KeySet", "LicenseKey", "MachineFingerprint", "SessionId",
        "Sid", "Token", "User",
    ];

    public static TheoryData<Type> TypesThatTravel =>
    [
        .. typeof(ProtocolJson).GetCustomAttributesData()
            .Where(attribute => attribute.AttributeType == typeof(JsonSerializableAttribute))
            .Select(attribute => (Type)attribute.ConstructorArguments[0].Value!),
        typeof(LicenseRecord), typeof(ActivationRecord), typeof(ApiKeyRecord),
    ];

    [Theory, MemberData(nameof(TypesThatTravel))]
    public void Nothing_that_travels_prints_a_secret(Type type)
    {
        var value = Activator.CreateInstance(type, nonPublic: true)!;
        foreach (var property in SecretsOf(type))
            property.SetValue(value, Marker);
        Assert.DoesNotContain(Marker, value.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_types_that_travel_do_carry_secrets()
    {
        var carriers = TypesThatTravel.Count(row => SecretsOf(row.Data).Any());
        Assert.True(carriers >= 20, $"only {carriers} types with a secret were found: have the names changed?");
    }

    [Fact]
    public void A_license_key_prints_only_its_end() =>
        Assert.Equal("…44444", LicenseKey.Parse("CGL-00000-11111-22222-33333-44444").ToString());

    private static IEnumerable<PropertyInfo> SecretsOf(Type type) => type
        .GetProperties()
        .Where(property => property.PropertyType == typeof(string) && property.CanWrite && Secrets.Contains(property.Name));
}
