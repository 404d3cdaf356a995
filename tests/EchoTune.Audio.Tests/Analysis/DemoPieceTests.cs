using EchoTune.Audio.Analysis;
using EchoTune.Audio.Synthesis;
using Shouldly;
using Xunit;

namespace EchoTune.Audio.Tests.Analysis;

/// <summary>What the analysers hear in pieces of the demo library, of which everything is known.</summary>
public sealed class DemoPieceTests
{
    private static readonly IReadOnlyList<DemoPiece> Pieces = DemoLibrary.Compose();

    [Theory]
    [InlineData("No Sleep in Sector Six")]
    [InlineData("Waltz of the Weathervanes")]
    [InlineData("Elastic Avenue")]
    [InlineData("Steady Tide")]
    [InlineData("Blue Tile Floor")]
    public void Tempo_beats_and_bars_are_heard_as_composed(string title)
    {
        var truth = Pieces.Single(piece => piece.Title == title);

        var heard = Signals.AnalyseStereo(truth.Render(TestContext.Current.CancellationToken));

        heard.TempoBpm.ShouldBe(truth.Truth.TempoBpm, 0.02 * truth.Truth.TempoBpm);
        heard.TimeSignature.ShouldBe(truth.Truth.TimeSignature);
        Share(heard.Beats, truth.Truth.Beats).ShouldBeGreaterThan(0.85);
        Share(heard.Downbeats, truth.Truth.Downbeats).ShouldBeGreaterThan(0.65);
    }

    // How many of the points heard after five seconds are right within 70 ms.
    private static double Share(IReadOnlyList<double> heard, IReadOnlyList<double> truth) =>
        heard.Where(h => h > 5).Average(h => truth.Any(t => Math.Abs(t - h) < 0.07) ? 1.0 : 0);
}
