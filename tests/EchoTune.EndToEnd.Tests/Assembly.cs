using EchoTune.EndToEnd.Tests.Running;
using Xunit;

// Two cores, a browser and a server that composes music: one story at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: AssemblyFixture(typeof(Browser))]
[assembly: AssemblyFixture(typeof(DemoServer))]
