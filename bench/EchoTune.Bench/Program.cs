using EchoTune.Bench;

switch (args.FirstOrDefault())
{
    case "scan-speed": return await ScanSpeed.RunAsync(args[1..]);
    case "library-latency": return await LibraryLatency.RunAsync(args[1..]);
    case "chat-turn": return ChatTurn.Run(args[1..]);
    case "analysis-speed": return AnalysisSpeed.Run(args[1..]);
    case "long-track": return LongTrack.Run(args[1..]);
    case "long-form": return await LongForm.RunAsync(args[1..]);
    case "separation": return SeparationQuality.Run(args[1..]);
    case "recommendation-latency": return RecommendationLatency.Run(args[1..]);
    case "recommendation-quality": return await RecommendationQuality.RunAsync(args[1..]);
    case "recommendation-load": return await RecommendationLoad.RunAsync(args[1..]);
    case "als-speed": return AlsSpeed.Run(args[1..]);
    case "top-k": return TopK.Run(args[1..]);
    case "clustered-search": return ClusteredSearch.Run(args[1..]);
    case "snapshot-memory": return SnapshotMemory.Run(args[1..]);
    case "recommendation-growth": return RecommendationGrowth.Run(args[1..]);
    case "training": return TrainingCost.Run(args[1..]);
    case "session-latency": return SessionLatency.Run(args[1..]);
    case "compose-speed": return ComposeSpeed.Run(args[1..]);
    case "practice-speed": return PracticeSpeed.Run(args[1..]);
    case "measures": return await Measures.RunAsync(args[1..]);
    case "duplicate-search": return DuplicateSearch.Run(args[1..]);
    case "practice-table": return PracticeTable.Run(args[1..]);
    case "embedding-train": return EmbeddingTraining.Run(args[1..]);
    case "likeness": return await Likeness.RunAsync(args[1..]);
    case "loudness": return LoudnessSpeed.Run(args[1..]);
    case "structure": return StructureBench.Judge(args[1..]);
    case "structure-train": return StructureBench.Train(args[1..]);
    case "rhythm-truth": return await RhythmTruth.FilesAsync(args[1..]);
    case "rhythm-practice": return RhythmTruth.Practice(args[1..]);
    case "rhythm-material": return await RhythmGathering.RunAsync(args[1..]);
    case "rhythm-choice": return RhythmChoice.Run(args[1..]);
    case "demo-truth": return await DemoTruth.RunAsync(args[1..]);
    default:
        Console.WriteLine("usage: dotnet run --project bench/EchoTune.Bench -c Release -- FIGURE");
        return 1;
}
