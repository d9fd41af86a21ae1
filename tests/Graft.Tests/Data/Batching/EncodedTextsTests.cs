using Graft.Data;
using Graft.Data.Batching;
using Graft.Tests.Text;
using Graft.Text;

namespace Graft.Tests.Data.Batching;

public sealed class EncodedTextsTests
{
    [Fact]
    public void A_text_that_the_tokenizer_cannot_express_is_named()
    {
        using TokenizerFolderBuilder folder = TokenizerFolderBuilder.WithoutUnknown();
        Dataset data = Dataset.FromTexts([("ab", "x"), ("abz", "y")]);

        TokenizerException error = Assert.Throws<TokenizerException>(() => new EncodedTexts(data, Tokenizer.Load(folder.Path), 16));

        Assert.Contains("'z'", error.Message, StringComparison.Ordinal);
    }
}
