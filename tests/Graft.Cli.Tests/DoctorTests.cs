using System.Text.Json;

namespace Graft.Cli.Tests;

public sealed class DoctorTests(Workbench bench)
{
    [Fact]
    public void Libraries_and_measured_rates_are_told()
    {
        // It measures anew and writes that down: in a cache of its own, or the trainings that run meanwhile could change their format.
        using var folder = new TemporaryFolder();
        var cache = new Dictionary<string, string> { ["XDG_CACHE_HOME"] = folder.Path };
        JsonElement doctor = GraftCommand.RunWith(cache, bench.Folder, "doctor", "--json").Succeeded().Json.Single();
        Assert.Single(Directory.GetFiles(folder.At("graft/product-rates")));
        Assert.Equal("doctor", doctor.GetProperty("event").GetString());
        Assert.True(doctor.GetProperty("is_healthy").GetBoolean());
        JsonElement rates = doctor.GetProperty("rates");
        foreach (string rate in new[] { "fp32_gflops", "bf16_gflops", "copy_gigabytes", "dropout_megavalues" })
        {
            Assert.InRange(rates.GetProperty(rate).GetDouble(), 0.01, 1e6);
        }

        string[] names = [.. doctor.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("name").GetString()!)];
        foreach (string name in new[] { "system", ".NET", "processor", "memory", "disk", "libtorch", "threads", "device", "--dtype auto", "shipped text model", "shipped image model" })
        {
            Assert.Contains(name, names);
        }
    }
}
