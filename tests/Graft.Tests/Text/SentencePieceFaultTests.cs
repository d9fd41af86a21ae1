using CsCheck;
using Graft.Text;

namespace Graft.Tests.Text;

/// <summary>Broken SentencePiece models: no length in the file is trusted.</summary>
public sealed class SentencePieceFaultTests : IDisposable
{
    private readonly TokenizerFolderBuilder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("0AFFFFFFFF0F")]                // a piece of 4 GB
    [InlineData("0AFFFFFFFFFFFFFFFFFF01")]      // a piece of 2^64 bytes
    [InlineData("0AFFFFFFFFFFFFFFFFFFFFFF01")]  // a number without an end
    [InlineData("0A050A03616263")]              // ends within a piece's text
    [InlineData("0A")]                          // ends before a length
    [InlineData("0F")]                          // an unknown wire type
    [InlineData("0001")]                        // field 0
    [InlineData("0A030A01FF")]                  // no UTF-8
    [InlineData("0A081500000000")]              // a float cut short
    [InlineData("0A080A0161150000C07F")]        // a score that is no number
    [InlineData("0A030A0161 1203C0027F")]       // an unknown piece that is not there
    public void A_broken_file_is_refused(string hex)
    {
        _folder.Write("spiece.model", Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));
        TokenizerException e = Assert.Throws<TokenizerException>(() => Tokenizer.Load(_folder.Path));
        Assert.Equal(Path.Combine(_folder.Path, "spiece.model"), e.Path);
    }

    [Fact]
    public void A_model_of_an_unknown_family_names_the_known_ones()
    {
        _folder.Write("other.model", [0x0A, 3, 0x0A, 1, (byte)'a']);
        TokenizerException e = Assert.Throws<TokenizerException>(() => Tokenizer.Load(_folder.Path));
        Assert.Contains("AlbertTokenizer", e.Message);
        Assert.Contains("tokenizer.json", e.Message);
    }

    [Fact]
    public void Any_bytes_load_or_are_refused_with_the_typed_error() =>
        Gen.Byte.Array[0, 60].Sample(bytes =>
        {
            using TokenizerFolderBuilder folder = new();
            folder.Write("spiece.model", [0x0A, 3, 0x0A, 1, (byte)'a', .. bytes]);
            try
            {
                Tokenizer.Load(folder.Path);
            }
            catch (TokenizerException)
            {
                // the only error that may leave
            }
        }, iter: 300);
}
