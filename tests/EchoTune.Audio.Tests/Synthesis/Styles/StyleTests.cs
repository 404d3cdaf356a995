using System.Reflection;
using EchoTune.Audio.Primitives;
using EchoTune.Audio.Synthesis.Styles;
using EchoTune.Audio.Synthesis.Theory;
using Shouldly;
using Xunit;

namespace EchoTune.Audio.Tests.Synthesis.Styles;

public sealed class StyleTests
{
    private static readonly (string Name, Style Style)[] All =
    [
        .. new[] { typeof(ElectronicStyles), typeof(BandStyles), typeof(GrooveStyles), typeof(ConcertStyles) }
            .SelectMany(t => t.GetProperties(BindingFlags.Public | BindingFlags.Static)).Select(p => (p.Name, (Style)p.GetValue(null)!)),
    ];

    public static TheoryData<string> Names => [.. All.Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_style_is_written_in_the_language_of_patterns(string name)
    {
        var style = All.Single(s => s.Name == name).Style;
        var grid = style.Metre.Beats * (style.Metre.Signature == "6/8" ? 3 : 1);
        foreach (var (_, pattern) in style.Light.Lines.Concat(style.Full.Lines))
        {
            pattern.ShouldMatch("^[Xxo?.-]+$");
            (pattern.Length % grid).ShouldBe(0, pattern);
        }

        foreach (var pattern in style.BassLight.Concat(style.BassFull))
        {
            pattern.ShouldMatch("^(w|[13578a_.]+)$");
            (pattern == "w" || pattern.Length % grid == 0).ShouldBeTrue(pattern);
        }

        foreach (var pattern in style.CompLight.Concat(style.CompFull))
        {
            pattern.ShouldMatch("^[xu0-9_.]+$");
            (pattern.Length % grid).ShouldBe(0, pattern);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_style_begins_with_an_intro_ends_with_an_outro_and_its_chords_can_be_read(string name)
    {
        var style = All.Single(s => s.Name == name).Style;
        foreach (var form in style.Forms)
        {
            form.ShouldMatch("^intro:[0-9]+ ([a-z]+:[0-9]+ )+outro:[0-9]+$");
        }

        foreach (var entry in style.Layers.Split(' '))
        {
            entry.ShouldMatch("^[a-z]+2?=[dhbcpalxr]+$");
        }

        foreach (var mode in Enum.GetValues<KeyMode>())
        {
            var harmony = style.HarmonyFor(mode);
            var key = new MusicalKey(9, mode);
            foreach (var text in harmony.Verse.Concat(harmony.Chorus).Concat(harmony.Bridge))
            {
                var steps = Progression.Parse(text, key);
                steps.ShouldNotBeEmpty();
                steps.ShouldAllBe(s => s.Bars > 0);
            }

            // The verse makes the key plain.
            harmony.Verse.ShouldAllBe(t => Progression.Parse(t, key).Any(s => s.Chord.Root == 9));
        }
    }
}
