using CgLicense.Cli.Tests.Running;
using CgLicense.TestServer;

namespace CgLicense.Cli.Tests.Transcripts;

public class TranscriptTests
{
    [Theory]
    [InlineData("a-studio-shares-floating-seats")]
    [InlineData("a-payment-fails-and-is-made-good")]
    [InlineData("a-seller-mistypes")]
    public async Task A_session_goes_as_it_is_written_down(string name) =>
        await Check(await Read("tests", "Cli.Tests", "Transcripts", name + ".txt"));

    [Theory]
    [InlineData("cli.md", 4)]
    [InlineData("guide-creators.md", 5)]
    [InlineData("guide-marketplaces.md", 3)]
    public async Task A_guide_shows_what_the_commands_really_answer(string page, int least)
    {
        var guide = await Read("docs", page);
        var sessions = guide.Split("```console\n").Skip(1).Select(block => block.Split("```")[0]).ToList();
        Assert.True(sessions.Count >= least);
        await Check(string.Concat(sessions));
    }

    private static Task<string> Read(params string[] path) =>
        File.ReadAllTextAsync(Path.Combine([RepositoryRoot.Path, .. path]), TestContext.Current.CancellationToken);

    private static async Task Check(string written)
    {
        await using var server = await ServerProcess.Start();
        using var cli = new CommandLine(server.Url);
        Assert.Equal(Transcript.Settle(written), await new Transcript(cli, server).Play(written));
    }
}
