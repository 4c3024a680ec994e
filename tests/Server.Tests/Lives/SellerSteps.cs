using System.Text.Json;

namespace CgLicense.Server.Tests.Lives;

/// <summary>The seller looks, or changes something. Every answer with a license in it shows the license as foretold.</summary>
internal abstract record SellerStep : Step
{
    protected abstract string Route { get; }

    protected virtual JsonElement Body(LicenseModel license) =>
        JsonSerializer.SerializeToElement(new { licenseKey = license.Key });

    protected abstract Verdict Foretell(LicenseModel license);

    public override async Task Play(Life life)
    {
        var body = Body(life.License);
        var verdict = Foretell(life.License);
        var answer = await life.World.Server.Admin(Route, body);
        verdict.Holds(answer);
        if (answer.Body.TryGetProperty("license", out var license))
            Verdict.AssertSays(license, life.License.Record());
    }
}

internal sealed record Show : SellerStep
{
    protected override string Route => "/getLicense";

    protected override Verdict Foretell(LicenseModel license) => Verdict.Ok(("machinesUsed", license.MachinesUsed));
}

internal sealed record Reset : SellerStep
{
    protected override string Route => "/resetActivations";

    protected override Verdict Foretell(LicenseModel license)
    {
        var verdict = Verdict.Ok(("deletedCount", license.MachinesUsed));
        license.ForgetAll();
        license.Note("resetActivations");
        return verdict;
    }
}

internal sealed record Remove(int Machine) : SellerStep
{
    protected override string Route => "/removeActivation";

    protected override JsonElement Body(LicenseModel license) =>
        JsonSerializer.SerializeToElement(new { licenseKey = license.Key, fingerprint = Life.Machines[Machine] });

    protected override Verdict Foretell(LicenseModel license)
    {
        license.Seats.GiveBack(Life.Machines[Machine], null);
        var removed = license.Forget(Life.Machines[Machine]);
        if (removed)
            license.Note("removeActivation");
        return Verdict.Ok(("removed", removed), ("machinesUsed", license.MachinesUsed));
    }
}

internal sealed record Revoke : SellerStep
{
    protected override string Route => "/revokeLicense";

    protected override Verdict Foretell(LicenseModel license)
    {
        license.SetStatus("revoked");
        license.Note("revokeLicense");
        return Verdict.Ok();
    }
}

internal sealed record Reinstate : SellerStep
{
    protected override string Route => "/reinstateLicense";

    protected override Verdict Foretell(LicenseModel license)
    {
        license.SetStatus("active");
        license.Message = null;
        license.Note("reinstateLicense");
        return Verdict.Ok();
    }
}

/// <summary>Any of the fields that <c>/updateLicense</c> takes; null ones are left as they are.</summary>
internal sealed record Change : SellerStep
{
    public string? Status { get; init; }
    public string? Message { get; init; }
    public long? Machines { get; init; }
    public long? Seats { get; init; }

    /// <summary>Seconds from now; 0 makes the license perpetual.</summary>
    public int? EndsIn { get; init; }

    public bool? UnlocksOther { get; init; }

    protected override string Route => "/updateLicense";

    protected override JsonElement Body(LicenseModel license)
    {
        var body = new Dictionary<string, object?> { ["licenseKey"] = license.Key };
        if (Status is not null)
            body["status"] = Status;
        if (Message is not null)
            body["message"] = Message;
        if (Machines is not null)
            body["maxMachines"] = Machines;
        if (Seats is not null)
            body["maxConcurrent"] = Seats;
        if (EndsIn is not null)
            body["expiresAt"] = End(license);
        if (UnlocksOther is { } unlocks)
            body["unlockedProducts"] = unlocks ? new[] { World.OtherProduct } : [];
        return JsonSerializer.SerializeToElement(body);
    }

    protected override Verdict Foretell(LicenseModel license)
    {
        license.Message = Message ?? license.Message;
        license.MaxMachines = Machines ?? license.MaxMachines;
        license.MaxConcurrent = Seats ?? license.MaxConcurrent;
        license.End = EndsIn is null ? license.End : End(license);
        license.OtherIsUnlocked = UnlocksOther ?? license.OtherIsUnlocked;
        license.Seats.FitInto(license.MaxConcurrent);
        // Saying what is stored already changes nothing, and does not take a date of suspension back.
        if (Status is not null && Status != license.Stored)
            license.SetStatus(Status);
        license.Note("updateLicense");
        return Verdict.Ok();
    }

    private DateTimeOffset? End(LicenseModel license) => EndsIn == 0 ? null : license.Now.AddSeconds(EndsIn!.Value);
}

/// <summary>What a review of violations decides: degraded now, suspended then, unless somebody resolves the matter.</summary>
internal sealed record SuspendIn(int Seconds) : SellerStep
{
    protected override string Route => "/updateLicense";

    protected override JsonElement Body(LicenseModel license) => JsonSerializer.SerializeToElement(
        new { licenseKey = license.Key, status = "degraded", suspendAt = license.Now.AddSeconds(Seconds) });

    protected override Verdict Foretell(LicenseModel license)
    {
        license.SetStatus("degraded");
        license.SuspendAt = license.Now.AddSeconds(Seconds);
        license.Note("updateLicense");
        return Verdict.Ok();
    }
}
