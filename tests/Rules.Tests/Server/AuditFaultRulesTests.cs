using CgLicense.Server.Audit;

namespace CgLicense.Rules.Tests.Server;

public sealed class AuditFaultRulesTests
{
    private static readonly AuditKey Key = new([1, 2, 3]);

    private static readonly AuditRow Row = AuditRow.Of(
        new Change(new Actor("admin", "192.0.2.7"), Facts.Now, "updateLicense", "lic_1")
        {
            CreatorId = "anna", License = 7, Details = "maxMachines 2 → 5", Personal = "email a → b",
        },
        ChainHead.At(Key, "license/7", "start", 3, "before"));

    private static readonly FoundRow Sound = new(12, Row, Row.Hash(Key), null, "before", HasEnd: true, IsOpened: true);

    private static readonly ChainHead Head = ChainHead.At(Key, "license/7", "start", 4, "last");

    private static readonly FoundEnd SoundEnd = new(Head, "last", "start", null);

    [Fact]
    public void A_row_as_it_was_written_has_no_fault() => Assert.Null(AuditFaultRules.OfRow(Key, Sound));

    public static TheoryData<string> Altered => ["chain", "place", "previous", "at", "actor", "action", "creator", "license", "subject", "details", "opens", "address", "personal"];

    [Theory, MemberData(nameof(Altered))]
    public void No_part_of_a_row_can_be_altered_unseen(string part)
    {
        var other = part switch
        {
            "chain" => Row with { Chain = "license/8" },
            "place" => Row with { Place = 5 },
            "previous" => Row with { Previous = "other" },
            "at" => Row with { At = Row.At + 1 },
            "actor" => Row with { Actor = "webhook" },
            "action" => Row with { Action = "createLicense" },
            "creator" => Row with { CreatorId = null },
            "license" => Row with { License = null },
            "subject" => Row with { Subject = "" },
            "details" => Row with { Details = null },
            "opens" => Row with { Opens = "license/9" },
            "address" => Row with { Address = ErasableText.Of("192.0.2.7") },
            _ => Row with { Personal = ErasableText.None },
        };
        Assert.Equal(
            new AuditFault("altered", other.Chain, 12, $"Row 12 ({other.Action}) does not fit its seal: something in it was altered."),
            AuditFaultRules.OfRow(Key, Sound with { Row = other }));
    }

    [Fact]
    public void Without_the_key_nobody_seals_a_row() => Assert.Equal("altered", AuditFaultRules.OfRow(Key, Sound with { Hash = Row.Hash(new AuditKey([3, 2, 1])) })!.Kind);

    [Fact]
    public void A_personal_part_may_be_erased_but_not_replaced()
    {
        Assert.Null(OfRow(Row with { Address = Row.Address with { Text = null, Salt = null }, Personal = Row.Personal with { Text = null, Salt = null } }));
        var expected = new AuditFault("altered", "license/7", 12, "The personal part of row 12 (updateLicense) was altered.");
        Assert.Equal(expected, OfRow(Row with { Address = Row.Address with { Text = "192.0.2.8" } }));
        Assert.Equal(expected, OfRow(Row with { Address = Row.Address with { Salt = null } }));
        Assert.Equal(expected, OfRow(Row with { Personal = Row.Personal with { Text = "other" } }));
    }

    [Fact]
    public void A_row_stands_alone_at_its_place_after_the_row_it_was_sealed_after()
    {
        Assert.Equal(
            new AuditFault("added", "license/7", 12, "Row 12 (updateLicense) stands at the same place of its chain as row 4."),
            AuditFaultRules.OfRow(Key, Sound with { Twin = 4 }));
        Assert.Equal(
            new AuditFault("removed", "license/7", 12, "The row before row 12 (updateLicense), place 3 of its chain, is gone."),
            AuditFaultRules.OfRow(Key, Sound with { Before = null }));
        Assert.Equal(
            new AuditFault("altered", "license/7", 12, "Row 12 (updateLicense) was sealed after another row than the one that stands before it now."),
            AuditFaultRules.OfRow(Key, Sound with { Before = "other" }));
    }

    [Fact]
    public void A_row_belongs_to_a_chain_that_is_there_and_so_is_the_one_it_began()
    {
        Assert.Equal(
            new AuditFault("removed", "license/7", 12, "Row 12 (updateLicense) belongs to a chain whose end is gone."),
            AuditFaultRules.OfRow(Key, Sound with { HasEnd = false }));
        var opening = Row with { Opens = "license/9" };
        Assert.Equal(
            new AuditFault("removed", "license/7", 12, "Row 12 (updateLicense) began license/9, which is gone."),
            AuditFaultRules.OfRow(Key, Sound with { Row = opening, Hash = opening.Hash(Key), IsOpened = false }));
    }

    [Fact]
    public void Only_the_root_chain_begins_with_the_key_itself()
    {
        var first = Row with { Chain = "server", Place = 1, Previous = AuditFaultRules.RootStart(Key) };
        var found = Sound with { Row = first, Hash = first.Hash(Key), Before = null };
        Assert.Null(AuditFaultRules.OfRow(Key, found));
        foreach (var other in (AuditRow[])[first with { Chain = "creator/anna" }, first with { Place = 2 }])
            Assert.Equal("removed", AuditFaultRules.OfRow(Key, found with { Row = other, Hash = other.Hash(Key) })!.Kind);
    }

    [Fact]
    public void An_end_as_it_was_recorded_has_no_fault()
    {
        Assert.Null(AuditFaultRules.OfEnd(Key, SoundEnd));
        Assert.Null(AuditFaultRules.OfEnd(Key, new(ChainHead.At(Key, "license/7", "start", 0, "start"), null, "start", null)));
        var root = AuditFaultRules.RootStart(Key);
        Assert.Null(AuditFaultRules.OfEnd(Key, new(ChainHead.At(Key, "server", root, 1, "last"), "last", null, null)));
    }

    [Fact]
    public void No_part_of_an_end_can_be_altered_unseen()
    {
        foreach (var other in (ChainHead[])[Head with { Chain = "license/8" }, Head with { Start = "x" }, Head with { Length = 3 }, Head with { Hash = "x" }, Head with { Seal = "x" }])
        {
            Assert.Equal(
                new AuditFault("end_altered", other.Chain, null, $"The recorded end of {other.Chain} does not fit its seal: it was altered."),
                AuditFaultRules.OfEnd(Key, SoundEnd with { Head = other, Last = other.Hash, Opening = other.Start }));
        }
    }

    [Fact]
    public void What_follows_an_altered_end_does_not_make_it_genuine()
    {
        Assert.True(Head.Next(Key, "next").IsGenuine(Key));
        Assert.False((Head with { Length = 3 }).Next(Key, "next").IsGenuine(Key));
        Assert.False((Head with { Length = 3 }).Next(Key, "next").Next(Key, "and so on").IsGenuine(Key));
    }

    [Fact]
    public void An_end_is_where_its_rows_end()
    {
        Assert.Equal(("added", "is of a chain that no row began."), Fault(SoundEnd with { Opening = null }));
        Assert.Equal(("altered", "is of a chain that began with another row."), Fault(SoundEnd with { Opening = "other" }));
        Assert.Equal(("removed", "is at row 4, which is gone."), Fault(SoundEnd with { Last = null }));
        Assert.Equal(("end_altered", "is not the row that stands there."), Fault(SoundEnd with { Last = "other" }));
        Assert.Equal(("added", "has row 99 behind it, which no server wrote."), Fault(SoundEnd with { Beyond = 99 }));
    }

    private static (string, string) Fault(FoundEnd found)
    {
        var fault = AuditFaultRules.OfEnd(Key, found)!;
        Assert.Equal("license/7", fault.Chain);
        return (fault.Kind, fault.Message["The recorded end of license/7 ".Length..]);
    }

    private static AuditFault? OfRow(AuditRow row) => AuditFaultRules.OfRow(Key, Sound with { Row = row });
}
