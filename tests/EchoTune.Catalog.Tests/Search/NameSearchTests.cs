using System.Globalization;
using EchoTune.Catalog.Search;
using Shouldly;
using Xunit;

namespace EchoTune.Catalog.Tests.Search;

/// <summary>Properties of folding, similarity and the index of names, over names made by a seeded generator.</summary>
public sealed class NameSearchTests
{
    private const int Names = 5_000;
    private static readonly string[] Syllables = ["ka", "lo", "mi", "ren", "tas", "vel", "dor", "phi", "qua", "zen", "bru", "chi", "gos", "hal", "jun", "wex", "ny", "stra", "pol", "tum"];
    private static readonly string[] Marks = ["", "!", "?", "'s", " & Co", " (Live)", "-", "é", "ö", "ñ", " Ł", "ß", "æ", ".", "…"];

    private static readonly string[] Made = Make(new Random(17));

    [Fact]
    public void Folding_a_folded_name_changes_nothing()
    {
        foreach (var name in Made.SelectMany(n => Marks.Select(mark => n + mark)))
        {
            var folded = NameFolding.Fold(name);
            NameFolding.Fold(folded).ShouldBe(folded, name);
        }
    }

    [Theory]
    [InlineData("The Beatles!", "beatles")]
    [InlineData("Beyoncé", "BEYONCE")]
    [InlineData("Motörhead", "motorhead")]
    [InlineData("Røyksopp", "royksopp")]
    [InlineData("Łona", "lona")]
    [InlineData("Sigur Ro\u0301s", "Sigur Rós")]
    [InlineData("Die Ärzte", "die arzte")]
    [InlineData("Simon & Garfunkel", "simon and garfunkel")]
    [InlineData("Don\u2019t Stop", "dont stop")]
    [InlineData("AC/DC", "ac dc")]
    public void Ways_of_writing_one_name_fold_to_the_same(string one, string other) => NameFolding.Fold(one).ShouldBe(NameFolding.Fold(other));

    [Fact]
    public void Folding_bears_broken_text_and_cuts_what_nobody_says()
    {
        NameFolding.Fold("\uD800x").ShouldContain('x');
        NameFolding.Fold("").ShouldBeEmpty();
        NameFolding.Fold("?!…").ShouldBeEmpty();
        NameFolding.Fold(new string('a', 10_000)).Length.ShouldBeLessThanOrEqualTo(NameFolding.MaxLength);
    }

    [Fact]
    public void Likeness_is_one_for_the_same_name_and_stays_between_nought_and_one()
    {
        var random = new Random(23);
        for (var i = 0; i < 4_000; i++)
        {
            var (a, b) = (Folded(random), Folded(random));
            NameSimilarity.Of(a, a).ShouldBe(1);
            NameSimilarity.Of(a, b).ShouldBeInRange(0, 1);
            if (a != b)
            {
                NameSimilarity.Of(a, b).ShouldBeLessThan(1);
            }
        }

        NameSimilarity.Of("", "x").ShouldBe(0);
        NameSimilarity.Of("x", "").ShouldBe(0);
    }

    [Fact]
    public void Likeness_of_single_words_is_the_same_either_way()
    {
        var random = new Random(29);
        for (var i = 0; i < 4_000; i++)
        {
            var (a, b) = (Word(random), Word(random));
            NameSimilarity.Of(a, b).ShouldBe(NameSimilarity.Of(b, a), 1e-12, $"{a} and {b}");
        }
    }

    [Fact]
    public void Word_order_costs_next_to_nothing() =>
        NameSimilarity.Of("mars bruno", "bruno mars").ShouldBeGreaterThan(0.95);

    [Fact]
    public void Part_of_a_name_is_plausible_and_more_of_it_more_so()
    {
        var one = NameSimilarity.Of("stevie", "stevie wonder junior");
        var two = NameSimilarity.Of("stevie wonder", "stevie wonder junior");
        one.ShouldBeInRange(0.7, 0.95);
        two.ShouldBeGreaterThan(one);
    }

    [Fact]
    public void Every_name_is_found_as_it_is_written_and_with_a_typo()
    {
        var table = new NameTable(Made.Select((name, i) => (Id(i), name, (string?)null)));
        var random = new Random(31);
        foreach (var i in Enumerable.Range(0, Names).Where(i => i % 10 == 0))
        {
            table.Exact(NameFolding.Fold(Made[i])).ShouldNotBeNull().Id.ShouldBe(Id(i));
            var said = NameFolding.Fold(Typo(NameFolding.Fold(Made[i]), random));
            if (table.Exact(said) is null)
            {
                table.Closest(said, 0.72).ShouldNotBeNull(said).Id.ShouldBe(Id(i), $"{said} for {Made[i]}");
            }
        }
    }

    [Fact]
    public void What_resembles_nothing_finds_nothing()
    {
        var table = new NameTable(Made.Select((name, i) => (Id(i), name, (string?)null)));

        table.Closest("", 0.72).ShouldBeNull();
        table.Closest("xxxxxxxxxxxxxxxx", 0.72).ShouldBeNull();
        NameTable.Empty.Closest("kalo", 0.72).ShouldBeNull();
    }

    [Fact]
    public void The_artist_decides_between_two_songs_of_one_title()
    {
        var table = new NameTable([(Id(1), "Hurt", "Nine Inch Nails"), (Id(2), "Hurt", "Johnny Cash")]);

        table.Closest("hurt", 0.72, "johnny cash").ShouldNotBeNull().Id.ShouldBe(Id(2));
        table.Closest("hurt", 0.72, "nine inch nails").ShouldNotBeNull().Id.ShouldBe(Id(1));
    }

    private static Guid Id(int i) => new(i, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]);

    private static string Word(Random random) => string.Concat(Enumerable.Range(0, random.Next(2, 5)).Select(_ => Syllables[random.Next(Syllables.Length)]));

    private static string Folded(Random random) => NameFolding.Fold(string.Join(' ', Enumerable.Range(0, random.Next(1, 4)).Select(_ => Word(random))));

    /// <summary>Names of two long words, no two of the same letters.</summary>
    private static string[] Make(Random random)
    {
        var made = new List<string>();
        var parts = new HashSet<string>(StringComparer.Ordinal);
        while (made.Count < Names)
        {
            var name = $"{Word(random)}{Word(random)} {Word(random)}{Word(random)}";
            if (parts.Add(string.Concat(name.Where(c => c != ' ').Order())))
            {
                made.Add(CultureInfo.InvariantCulture.TextInfo.ToTitleCase(name));
            }
        }

        return [.. made];
    }

    /// <summary>One letter left out, put in, changed or swapped with its neighbour.</summary>
    private static string Typo(string name, Random random)
    {
        var at = random.Next(1, name.Length - 1);
        var letter = (char)('a' + random.Next(26));
        return random.Next(4) switch
        {
            0 => name.Remove(at, 1),
            1 => name.Insert(at, letter.ToString()),
            2 => $"{name[..at]}{letter}{name[(at + 1)..]}",
            _ => $"{name[..at]}{name[at + 1]}{name[at]}{name[(at + 2)..]}",
        };
    }
}
