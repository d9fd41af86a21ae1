using Graft.Data;
using Graft.Vision;

namespace Graft.Tests.Data;

public sealed class ImageExampleTests
{
    [Theory]
    [InlineData("")]
    [InlineData("no\0name.png")]
    [InlineData("none/such.png")]
    public void A_path_that_cannot_be_read_is_an_error_that_names_it(string path)
    {
        var example = ImageExample.FromFile(path);
        Assert.Equal(path, Assert.Throws<DataException>(() => example.ReadBytes()).Path);
        Assert.Equal(0, example.EncodedLength);
        Assert.Equal(path, Assert.Throws<ImageDecodeException>(() => ImageDecoder.Decode(path)).Path);
    }
}
