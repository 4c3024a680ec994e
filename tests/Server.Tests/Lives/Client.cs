namespace CgLicense.Server.Tests.Lives;

/// <param name="Verdict">Code and members of the answer.</param>
/// <param name="Seat">The seat that the caller has now.</param>
/// <param name="NewTokenFor">The product of the token that must be a new one; null when the old one stays.</param>
internal sealed record Foretold(Verdict Verdict, SeatHeld? Seat = null, string? NewTokenFor = null)
{
    public static implicit operator Foretold(Verdict refusal) => new(refusal);
}

/// <summary>A program on a machine: what it was told last.</summary>
internal sealed class Client(string machine, int process)
{
    public string Machine { get; } = machine;

    /// <summary>The same process on another machine.</summary>
    public Client? NextDoor { get; set; }

    /// <summary>The first process lets the server name its session, the others name their own.</summary>
    public string? Session { get; private set; } = process == 0 ? null : $"{machine}-p{process}";

    public string? Token { get; private set; }

    public TokenHeld? Held { get; private set; }

    /// <summary>The first process was started again since, and knows its session from its token alone.</summary>
    public string? SessionUnlessForgotten => process == 0 ? null : Session;

    public void Learn(Answer answer, Foretold foretold, LicenseModel license)
    {
        var text = answer.Body.TryGetProperty("token", out var token) ? token.GetString() : null;
        if (foretold.Seat is { } seat)
        {
            Session = answer.String("sessionId");
            if (seat.Session is null)
                license.Names(seat, Session!);
            Assert.Equal(seat.Session, Session);
        }

        Assert.Equal(foretold.NewTokenFor is not null, text is not null && text != Token);
        if (foretold.NewTokenFor is { } product)
            (Token, Held) = (text, TokenHeld.For(license, product, foretold.Seat));
    }
}
