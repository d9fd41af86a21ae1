using Graft.Hub;

namespace Graft.Tests.Hub;

public sealed class HubOptionsTests
{
    private static readonly string Home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    [Theory]
    [InlineData("HF_HUB_CACHE=/a;HUGGINGFACE_HUB_CACHE=/b;HF_HOME=/c", "/a")]
    [InlineData("HUGGINGFACE_HUB_CACHE=/b;HF_HOME=/c", "/b")]
    [InlineData("HF_HOME=/c;XDG_CACHE_HOME=/d", "/c/hub")]
    [InlineData("XDG_CACHE_HOME=/d", "/d/huggingface/hub")]
    [InlineData("HF_HUB_CACHE=", "~/.cache/huggingface/hub")]
    [InlineData("HF_HOME=~/x", "~/x/hub")]
    public void The_cache_is_where_the_public_tools_have_it(string variables, string folder) =>
        Assert.Equal(folder.Replace("~", Home, StringComparison.Ordinal), From(variables).CacheFolder);

    [Fact]
    public void The_token_comes_from_the_variables_in_order_and_then_from_the_file()
    {
        string file = Path.GetTempFileName();
        File.WriteAllText(file, " hf_file\n");
        Assert.Equal("hf_1", From($"HF_TOKEN=hf_1;HUGGING_FACE_HUB_TOKEN=hf_2;HF_TOKEN_PATH={file}").Token);
        Assert.Equal("hf_2", From($"HUGGING_FACE_HUB_TOKEN=hf_2;HF_TOKEN_PATH={file}").Token);
        Assert.Equal("hf_file", From($"HF_TOKEN_PATH={file}").Token);
        File.WriteAllText(file, " hf_\r\nfile\n");
        Assert.Equal("hf_file", From($"HF_TOKEN_PATH={file}").Token);
        Assert.Equal("hf_1", From("HF_TOKEN=hf\n_1\n").Token);
        Assert.Null(From("HF_HOME=/nowhere").Token);
        File.Delete(file);
    }

    [Fact]
    public void Switches_timeouts_and_mirror_are_read()
    {
        HubOptions options = From("HF_HUB_OFFLINE=1;HF_HUB_ETAG_TIMEOUT=3;HF_HUB_DOWNLOAD_TIMEOUT=2.5;HF_HUB_DISABLE_SYMLINKS=true;HF_ENDPOINT=http://mirror:8080/hub");
        Assert.True(options.IsOffline);
        Assert.False(options.UsesLinks);
        Assert.Equal((3, 2.5), (options.MetadataTimeout.TotalSeconds, options.DownloadTimeout.TotalSeconds));
        Assert.Equal("http://mirror:8080/hub/", options.Endpoint.ToString());
        Assert.Equal("https://huggingface.co/", From("").Endpoint.ToString());
    }

    [Theory]
    [InlineData("HF_ENDPOINT=mirror")]
    [InlineData("HF_ENDPOINT=file:///etc")]
    [InlineData("HF_HUB_ETAG_TIMEOUT=soon")]
    [InlineData("HF_HUB_DOWNLOAD_TIMEOUT=-1")]
    public void What_cannot_be_understood_is_named(string variable) =>
        Assert.Contains(variable.Split('=')[0], Assert.Throws<HubException>(() => From(variable)).Message, StringComparison.Ordinal);

    private static HubOptions From(string variables)
    {
        var all = variables.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        return HubOptions.From(name => all.GetValueOrDefault(name));
    }
}
