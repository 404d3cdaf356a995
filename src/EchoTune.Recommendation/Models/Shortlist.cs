using EchoTune.Recommendation.Retrieval;

namespace EchoTune.Recommendation.Models;

/// <summary>Candidates of one listener with the raw score of every strategy: kept with the profile and used again until something changes.</summary>
/// <param name="Learned">The learnt models behind them; null for none.</param>
/// <param name="Moment">What they are for.</param>
/// <param name="Seed">Of the exploration.</param>
/// <param name="Tracks">The candidates.</param>
/// <param name="Scores">Strategies × candidates.</param>
internal sealed record Shortlist(object? Learned, Data.Moment Moment, ulong Seed, int[] Tracks, Half[] Scores);

/// <summary>What is likely to come next in a listener's session.</summary>
/// <param name="Learned">The models that said it.</param>
/// <param name="Hits">The likeliest, best first.</param>
internal sealed record NextTracks(object Learned, ItemHit[] Hits);
