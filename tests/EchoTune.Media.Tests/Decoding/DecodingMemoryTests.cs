namespace EchoTune.Media.Tests.Decoding;

/// <summary>Counts what the whole process allocates, so nothing else may run meanwhile.</summary>
[CollectionDefinition(nameof(DecodingMemoryTests), DisableParallelization = true)]
[Collection(nameof(DecodingMemoryTests))]
public sealed class DecodingMemoryTests : IDisposable
{
    private readonly MediaFixture media = new();

    public void Dispose() => media.Dispose();

    [Fact]
    public async Task An_hour_decodes_in_constant_memory()
    {
        string path = await media.MakeAsync("hour.wav", "-f lavfi -i anullsrc=r=8000:cl=mono -t 3600 -c:a pcm_u8");
        long samples = 0;
        long before = GC.GetTotalAllocatedBytes(precise: true);

        await foreach (ReadOnlyMemory<float> block in media.Decoder.DecodeAsync(path, 16000, 1, MediaFixture.Token))
        {
            samples += block.Length;
        }

        samples.ShouldBeInRange(3599L * 16000, 3601L * 16000);
        // 230 MB went through; what was allocated along the way (not kept) is small change for each block.
        (GC.GetTotalAllocatedBytes(precise: true) - before).ShouldBeLessThan(40_000_000);
    }
}
