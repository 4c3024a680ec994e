using System.Text.Json;
using System.Text.RegularExpressions;
using CgLicense.TestServer;

namespace CgLicense.Native.Tests;

/// <summary>The header, the library and the contract say the same; nothing that a program does wrong ends it.</summary>
public sealed partial class BorderTests(CLibrary c)
{
    private static string Header { get; } = File.ReadAllText(Path.Combine(CLibrary.Includes, "cg_license.h"));

    [Fact]
    public async Task The_library_exports_what_the_header_declares_and_no_more()
    {
        var symbols = (await CLibrary.Run("nm", ["-D", "--defined-only", CLibrary.Library])).Split('\n')
            .Select(line => line.Split(' ')[^1].Split('@')[0]).Where(name => name.Length > 0 && name is not ("V1.0" or "DotNetRuntimeDebugHeader")).Order();
        Assert.Equal(Declaration().Matches(Header).Select(match => match.Groups[1].Value).Order(), symbols);
    }

    [Fact]
    public void Every_error_of_the_contract_has_its_number_in_the_header()
    {
        var errors = JsonDocument.Parse(File.ReadAllText(Path.Combine(RepositoryRoot.Path, "contract", "errors.json"))).RootElement
            .EnumerateArray().Select(row => row.GetProperty("code").GetString()!).Distinct().Order().ToList();
        Assert.Equal(errors, ResultCodes.OfErrors.Keys.Order());
        var numbers = Number().Matches(Header[..Header.IndexOf("} cg_license_result;", StringComparison.Ordinal)]).ToDictionary(match => match.Groups[1].Value.ToLowerInvariant(), match => int.Parse(match.Groups[2].Value));
        Assert.Equal(ResultCodes.OfErrors.OrderBy(pair => pair.Value), numbers.Where(pair => errors.Contains(pair.Key)).OrderBy(pair => pair.Value));
        Assert.All(numbers, pair => Assert.Equal(pair.Key, ResultCodes.NameOf(pair.Value)));
    }

    [Fact]
    public async Task Calls_that_no_program_should_make_are_answered()
    {
        using var desk = await Desk.New(c);
        Assert.Equal("done", (await CLibrary.Run(await c.Compile("arguments.c"), [c.Server.Url, desk.Folder])).Trim());
    }

    [Fact]
    public async Task Many_threads_share_a_client_while_others_open_and_close()
    {
        using var desk = await Desk.New(c);
        await desk.Drive("activate:" + desk.Key);
        Assert.Equal("1600 of 1600", (await CLibrary.Run(await c.Compile("crowd.c", "-pthread"), [c.Server.Url, desk.Product, Desk.Salt, desk.Folder])).Trim());
    }

    [Fact]
    public async Task The_header_is_good_cplusplus_too()
    {
        var source = Path.Combine(Directory.CreateTempSubdirectory("cglicense-cpp-").FullName, "plugin.cpp");
        await File.WriteAllTextAsync(
            source, "#include \"cg_license.h\"\nint main() { cg_license_options options = CG_LICENSE_OPTIONS_INIT; return options.size == 0; }\n", TestContext.Current.CancellationToken);
        await CLibrary.Run("gcc", ["-x", "c++", "-std=c++11", "-Wall", "-Wextra", "-Werror", "-fsyntax-only", "-I" + CLibrary.Includes, source]);
    }

    [GeneratedRegex(@"^CG_LICENSE_API .*?\b(cg_license_\w+)\(", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"CG_LICENSE_(\w+) = (\d+)")]
    private static partial Regex Number();
}
