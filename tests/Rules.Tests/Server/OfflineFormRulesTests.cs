using System.Text;
using System.Text.Json;
using CgLicense.Protocol;
using CgLicense.Server.Portal;

namespace CgLicense.Rules.Tests.Server;

public sealed class OfflineFormRulesTests
{
    private static readonly string Fingerprint = string.Concat(Enumerable.Repeat("0123456789abcdef", 4));

    private static readonly OfflineForm Typed = new(Fingerprint, null, "render-01", "tool");

    private static readonly OfflineForm Carried = new("", Request(), "", "chosen");

    [Fact]
    public void A_pasted_fingerprint_means_that_computer_and_the_product_that_was_chosen() =>
        Assert.Equal(new OfflineFormReading.Asks(Fingerprint, "render-01", "tool"), OfflineFormRules.Read(Typed));

    [Theory]
    [InlineData("0123 4567-89AB:CDEF\t")]
    [InlineData("0123456789ABCDEF")]
    [InlineData(" 01 23 45 67 89 ab cd ef ")]
    public void However_the_digits_are_parted_they_mean_the_same(string quarter) => Assert.Equal(
        new OfflineFormReading.Asks(Fingerprint, "render-01", "tool"),
        OfflineFormRules.Read(Typed with { Fingerprint = string.Concat(Enumerable.Repeat(quarter, 4)) }));

    [Theory]
    [InlineData("0123")]
    [InlineData("g123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0")]
    public void A_typing_error_is_told_before_a_place_is_taken_for_nobody(string fingerprint) =>
        Wrong(Typed with { Fingerprint = fingerprint }, "A fingerprint has 64 characters");

    [Fact]
    public void How_many_characters_there_were_is_counted_without_the_blanks() =>
        Wrong(Typed with { Fingerprint = "01 23-45" }, "this one has 6.");

    [Fact]
    public void A_request_file_says_which_computer_which_product_and_its_name() =>
        Assert.Equal(new OfflineFormReading.Asks(Fingerprint, "farm-7", "demo-tool"), OfflineFormRules.Read(Carried));

    [Fact]
    public void A_name_that_was_typed_wins_over_the_request_file_s() =>
        Assert.Equal(new OfflineFormReading.Asks(Fingerprint, "mine", "demo-tool"), OfflineFormRules.Read(Carried with { Name = "mine" }));

    [Fact]
    public void One_of_the_two_is_needed_and_not_both()
    {
        Wrong(new("", null, "a", "tool"), "Choose the request file, or enter the fingerprint");
        Wrong(new("", [], "a", "tool"), "Choose the request file, or enter the fingerprint");
        Wrong(Carried with { Fingerprint = Fingerprint }, "not both");
    }

    [Theory]
    [InlineData("")]
    [InlineData("two\nlines")]
    public void A_computer_needs_a_name_to_be_found_by(string name) => Wrong(Typed with { Name = name }, "Give the computer a name");

    [Fact]
    public void A_name_has_at_most_255_characters()
    {
        Assert.IsType<OfflineFormReading.Asks>(OfflineFormRules.Read(Typed with { Name = new string('n', 255) }));
        Wrong(Typed with { Name = new string('n', 256) }, "Give the computer a name");
        Wrong(Carried with { Request = Request(hostname: null) }, "Give the computer a name");
    }

    [Fact]
    public void What_is_no_request_file_is_said_to_be_none()
    {
        foreach (var text in new[] { "no JSON", "{}", "[]", "null", "7", Json(format: "cglicense-request/2"), Json(product: ""), Json(product: null), Json(fingerprint: "ab") })
            Wrong(Carried with { Request = Encoding.UTF8.GetBytes(text) }, "This is not a request file");
    }

    [Fact]
    public void A_request_file_has_at_most_16_KiB()
    {
        Assert.IsType<OfflineFormReading.Asks>(OfflineFormRules.Read(Carried with { Request = Padded(16 * 1024) }));
        Wrong(Carried with { Request = Padded(16 * 1024 + 1) }, "This is not a request file");
    }

    private static byte[] Padded(int length) => Encoding.UTF8.GetBytes(Json().PadRight(length));

    private static byte[] Request(string? hostname = "farm-7") => Encoding.UTF8.GetBytes(Json(hostname: hostname));

    private static string Json(
        string? format = MachineRequest.CurrentFormat, string? product = "demo-tool", string? fingerprint = null, string? hostname = "farm-7") => JsonSerializer.Serialize(
        new MachineRequest { Format = format, ProductId = product, MachineFingerprint = fingerprint ?? Fingerprint, Hostname = hostname },
        ProtocolJson.Wire.MachineRequest);

    private static void Wrong(OfflineForm form, string words) =>
        Assert.Contains(words, Assert.IsType<OfflineFormReading.Wrong>(OfflineFormRules.Read(form)).What, StringComparison.Ordinal);
}
