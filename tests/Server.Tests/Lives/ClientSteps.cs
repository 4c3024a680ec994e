namespace CgLicense.Server.Tests.Lives;

internal sealed record Activate(int Machine, int Process, string Product = World.Product) : ClientStep(Machine, Process)
{
    protected override string Route => "/activate";

    protected override object Body(Client client, LicenseModel license) => new
    {
        licenseKey = license.Key, machineFingerprint = client.Machine, hostname = "host", productId = Product, sessionId = client.Session,
    };

    protected override Foretold Foretell(LicenseModel license, Client client)
    {
        if (license.Refusal(Product) is { } code)
            return new Verdict(code);
        if (license.SeenAt(client.Machine) is null && license.SlotRefusal() is { } noSlot)
            return noSlot;
        SeatHeld? seat = null;
        if (license.Terms.IsFloating)
        {
            (seat, _) = license.Seats.Sit(client.Machine, client.Session, license.MaxConcurrent, license.Now);
            if (seat is null)
                return license.SeatRefusal("machine_limit");
        }

        license.See(client.Machine);
        return new(license.Tells(seat, TokenHeld.For(license, Product, seat)), seat, Product);
    }
}

/// <param name="Machine">One of four.</param>
/// <param name="Process">One of two on the machine.</param>
/// <param name="Borrowed">With the token of the machine next door.</param>
internal sealed record Validate(int Machine, int Process, bool Borrowed = false) : ClientStep(Machine, Process)
{
    protected override string Route => "/validate";

    protected override object Body(Client client, LicenseModel license) => new
    {
        licenseKey = license.Key, machineFingerprint = client.Machine, token = Shown(client).Token ?? "not-a-token",
        sessionId = client.SessionUnlessForgotten,
    };

    protected override Foretold Foretell(LicenseModel license, Client client)
    {
        var held = Shown(client).Held;
        if (license.Refusal(held?.Product) is { } code)
            return new Verdict(code);
        if (license.SeenAt(client.Machine) is null)
            return new Verdict("not_activated");
        if (held is null || Borrowed)
            return new Verdict("invalid_token");
        SeatHeld? seat = null;
        if (license.Terms.IsFloating)
        {
            var session = client.SessionUnlessForgotten ?? held.Session;
            (seat, _) = license.Seats.Sit(client.Machine, session, license.MaxConcurrent, license.Now);
            if (seat is null)
                return license.SeatRefusal("machine_limit");
        }

        license.Hear(client.Machine);
        var renewed = held.IsDue(license, seat);
        var verdict = license.Tells(seat, renewed ? TokenHeld.For(license, held.Product, seat) : held);
        return new(verdict with { Says = [.. verdict.Says, ("refreshed", renewed)] }, seat, renewed ? held.Product : null);
    }

    private Client Shown(Client client) => Borrowed ? client.NextDoor! : client;
}

/// <param name="Machine">One of four.</param>
/// <param name="Process">One of two on the machine.</param>
/// <param name="Product">Null leaves it out.</param>
/// <param name="Astray">With the session of the machine next door.</param>
internal sealed record Heartbeat(int Machine, int Process, string? Product, bool Astray = false) : ClientStep(Machine, Process)
{
    protected override string Route => "/heartbeat";

    protected override object Body(Client client, LicenseModel license) => new
    {
        licenseKey = license.Key, machineFingerprint = client.Machine, productId = Product, token = client.Token,
        sessionId = Named(client),
    };

    protected override Foretold Foretell(LicenseModel license, Client client)
    {
        if (license.Refusal(Product) is { } code)
            return new Verdict(code);
        if (license.SeenAt(client.Machine) is null)
            return new Verdict("not_activated");
        var (seat, isNew) = license.Terms.IsFloating
            ? license.Seats.Sit(client.Machine, Named(client) ?? client.Held?.Session, license.MaxConcurrent, license.Now)
            : (null, false);
        if (license.Terms.IsFloating && seat is null)
            return license.SeatRefusal("session_lost");
        license.Hear(client.Machine);
        var renews = client.Held is { } held && license.Covers(held.Product) && held.IsDue(license, seat);
        return new(
            Verdict.Ok([("status", license.Status), ("message", license.Message), ("reacquired", isNew), .. license.TellsOf(seat)]),
            seat, renews ? client.Held!.Product : null);
    }

    private string? Named(Client client) => Astray ? client.NextDoor!.Session : client.SessionUnlessForgotten;
}

/// <param name="Machine">One of four.</param>
/// <param name="Process">One of two on the machine.</param>
/// <param name="Product">Null leaves it out.</param>
/// <param name="Whole">The machine with all of its processes.</param>
internal sealed record Deactivate(int Machine, int Process, string? Product, bool Whole = false) : ClientStep(Machine, Process)
{
    protected override string Route => "/deactivate";

    protected override object Body(Client client, LicenseModel license) => new
    {
        licenseKey = license.Key, machineFingerprint = client.Machine, productId = Product, sessionId = Whole ? null : client.Session,
    };

    protected override Foretold Foretell(LicenseModel license, Client client)
    {
        if (Product is not null && !license.Covers(Product))
            return new Verdict("wrong_product");
        var released = license.Seats.GiveBack(client.Machine, Whole ? null : client.Session);
        if (!license.Seats.SitsAt(client.Machine) && license.Forget(client.Machine))
        {
            released = true;
            license.Note("deactivate");
        }

        return Verdict.Ok(("released", released), ("machinesUsed", license.MachinesUsed));
    }
}

/// <summary>Is the key good for the product? Asked by nobody in particular, and changes nothing.</summary>
internal sealed record Verify(string Product) : Step
{
    public override async Task Play(Life life)
    {
        var license = life.License;
        var verdict = license.Refusal(Product) is { } code
            ? new Verdict(code)
            : Verdict.Ok(("status", license.Status), ("message", license.Message), ("licenseExpiresAt", license.End));
        var answer = await life.World.Server.Post("/verify", new { licenseKey = license.Key, productId = Product });
        verdict.Holds(answer);
        life.Heard(answer);
    }
}
