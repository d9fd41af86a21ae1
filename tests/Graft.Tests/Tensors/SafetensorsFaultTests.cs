using System.Text;
using Graft.Tensors;

namespace Graft.Tests.Tensors;

public sealed class SafetensorsFaultTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory, Trait("Fault", "1")]
    [InlineData(0), InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(6), InlineData(7)]
    public void A_file_shorter_than_its_length_prefix_is_rejected(int bytes) =>
        Rejects(new byte[bytes], $"has {bytes} bytes");

    [Theory, Trait("Fault", "2")]
    [InlineData(100_000_001ul), InlineData(1ul << 40), InlineData(0x7fff_ffff_ffff_fffful), InlineData(0x8000_0000_0000_0000ul)]
    public void A_header_beyond_100_MB_is_rejected_before_anything_is_allocated(ulong length)
    {
        byte[] file = SafetensorsBytes.WithLength(length, "{}"u8.ToArray());
        Rejects(file, "at most 100,000,000");
        string path = folder.Write("model.safetensors", file);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<SafetensorsException>(() => SafetensorsFile.Open(path));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Theory, Trait("Fault", "3")]
    [InlineData(3ul), InlineData(100_000_000ul)]
    public void A_header_longer_than_the_file_is_rejected(ulong length) =>
        Rejects(SafetensorsBytes.WithLength(length, "{}"u8.ToArray()), "only 2 follow");

    [Theory, Trait("Fault", "3")]
    [InlineData(ulong.MaxValue), InlineData(ulong.MaxValue - 7), InlineData(ulong.MaxValue - 8)]
    public void A_header_length_that_wraps_with_its_prefix_is_rejected(ulong length) =>
        Rejects(SafetensorsBytes.WithLength(length, "{}"u8.ToArray()), "at most 100,000,000");

    [Theory, Trait("Fault", "4")]
    [InlineData(new byte[] { 0xff }), InlineData(new byte[] { 0xc0, 0xaf }), InlineData(new byte[] { 0xed, 0xa0, 0x80 }), InlineData(new byte[] { 0xe2, 0x82 })]
    public void A_header_that_is_not_strict_UTF8_is_rejected(byte[] name)
    {
        byte[] json = [.. "{\""u8, .. name, .. "\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]}}"u8];
        Rejects(SafetensorsBytes.Make(json, 1, 2), "UTF-8");
    }

    [Fact, Trait("Fault", "4")]
    public void Half_of_an_escaped_surrogate_pair_is_rejected() =>
        Rejects(SafetensorsBytes.Make(SafetensorsBytes.One().Replace("x", "\\ud800"), 1, 2), "surrogate");

    [Theory, Trait("Fault", "5")]
    [InlineData(""), InlineData("null"), InlineData("[]"), InlineData("7"), InlineData(" {}")]
    public void A_header_that_does_not_begin_with_a_brace_is_rejected(string json) =>
        Rejects(SafetensorsBytes.Make(json), "does not begin with '{'");

    [Theory, Trait("Fault", "5")]
    [InlineData("{"), InlineData("{}}"), InlineData("{} x"), InlineData("{,}"), InlineData("{\"a\"}"), InlineData("{\"a\":}"), InlineData("{}/**/"), InlineData("{}\0")]
    [InlineData("{\"x\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2],}}")]
    public void A_header_that_is_not_JSON_is_rejected(string json) =>
        Rejects(SafetensorsBytes.Make(json), "not valid JSON");

    [Theory, Trait("Fault", "5")]
    [InlineData("[", 5_000), InlineData("[", 1_000_000), InlineData("{\"a\":", 5_000), InlineData("{\"a\":", 500_000)]
    public void Nesting_thousands_deep_is_a_typed_error_and_no_stack_overflow(string open, int depth)
    {
        string nested = new StringBuilder().Insert(0, open, depth).ToString();
        Rejects(SafetensorsBytes.Make("{\"x\":{\"deep\":" + nested), "not valid JSON");
        Rejects(SafetensorsBytes.Make("{\"x\":" + nested), null);
    }

    [Fact, Trait("Fault", "6")]
    public void A_tensor_name_that_appears_twice_is_rejected()
    {
        const string tensor = "{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]}";
        Rejects(SafetensorsBytes.Make($$"""{"x":{{tensor}},"x":{{tensor}}}""", 1, 2), "appears twice");
        Rejects(SafetensorsBytes.Make($$"""{"x":{{tensor}},"\u0078":{{tensor}}}""", 1, 2), "appears twice");
    }

    [Theory, Trait("Fault", "6")]
    [InlineData("""{"x":{"dtype":"U8","dtype":"U8","shape":[2],"data_offsets":[0,2]}}""")]
    [InlineData("""{"x":{"dtype":"U8","shape":[2],"shape":[2],"data_offsets":[0,2]}}""")]
    [InlineData("""{"x":{"dtype":"U8","shape":[2],"data_offsets":[0,2],"data_offsets":[0,2]}}""")]
    [InlineData("""{"__metadata__":{},"__metadata__":{},"x":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""")]
    [InlineData("""{"__metadata__":{"a":"1","a":"1"},"x":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""")]
    public void A_key_that_appears_twice_is_rejected(string json) => Rejects(SafetensorsBytes.Make(json, 1, 2), "twice");

    [Theory, Trait("Fault", "7")]
    [InlineData(0, 2, 0, 2), InlineData(0, 2, 1, 3), InlineData(1, 3, 0, 2), InlineData(0, 4, 1, 3)]
    public void Overlapping_tensors_are_rejected(int start1, int end1, int start2, int end2) =>
        Rejects(Two(start1, end1, start2, end2), "inside another one");

    [Theory, Trait("Fault", "8")]
    [InlineData(0, 1, 2, 4), InlineData(1, 2, 2, 4), InlineData(3, 4, 0, 2)]
    public void A_hole_between_tensors_is_rejected(int start1, int end1, int start2, int end2) =>
        Rejects(Two(start1, end1, start2, end2), "there is a hole");

    [Fact, Trait("Fault", "9")]
    public void Bytes_after_the_last_tensor_are_rejected()
    {
        Rejects(SafetensorsBytes.Make(SafetensorsBytes.One(), 1, 2, 3), "3 bytes follow the header");
        Rejects(SafetensorsBytes.Make("{}", 1), "1 bytes follow the header");
    }

    [Theory, Trait("Fault", "9")]
    [InlineData(0), InlineData(1)]
    public void A_file_cut_short_is_rejected(int bytes) =>
        Rejects(SafetensorsBytes.Make(SafetensorsBytes.One(), new byte[bytes]), $"the file holds only {bytes}");

    [Theory, Trait("Fault", "10")]
    [InlineData("[3]", "U8"), InlineData("[1]", "U8"), InlineData("[]", "U8"), InlineData("[0]", "U8"), InlineData("[2]", "F32"), InlineData("[1,2,3]", "U8")]
    public void A_shape_that_does_not_fill_its_span_is_rejected(string shape, string dtype) =>
        Rejects(SafetensorsBytes.Make(SafetensorsBytes.One(shape, dtype: $"\"{dtype}\""), 1, 2), "but the data_offsets span 2");

    [Theory, Trait("Fault", "11")]
    [InlineData("[4611686018427387904,4]"), InlineData("[4294967296,4294967296]"), InlineData("[4294967296,2147483648]")]
    [InlineData("[9223372036854775807,2]"), InlineData("[0,4611686018427387904,4]"), InlineData("[4611686018427387904,4,0]")]
    public void A_shape_whose_product_overflows_is_rejected(string shape)
    {
        Rejects(SafetensorsBytes.Make(SafetensorsBytes.One(shape, "[0,0]")), "larger than any file");
        Rejects(SafetensorsBytes.Make(SafetensorsBytes.One(shape), 1, 2), "larger than any file");
    }

    [Theory]
    [InlineData(65), InlineData(1_000_000)]
    public void More_than_64_dimensions_are_rejected(int dimensions) =>
        Rejects(SafetensorsBytes.Make(SafetensorsBytes.One($"[{string.Join(',', Enumerable.Repeat(1, dimensions))}]", "[0,1]"), 1), "more than 64");

    [Fact, Trait("Fault", "11")]
    public void A_product_that_overflows_only_with_the_number_size_is_rejected() =>
        Rejects(SafetensorsBytes.Make(SafetensorsBytes.One("[2305843009213693952]", "[0,0]", "\"F64\"")), "larger than any file");

    [Theory, Trait("Fault", "12")]
    [InlineData("[-1,1]"), InlineData("[0.5,2]"), InlineData("[0,2.0]"), InlineData("[0,2e0]"), InlineData("[0,\"2\"]"), InlineData("[0,null]")]
    [InlineData("[0,18446744073709551618]"), InlineData("[0,9223372036854775808]"), InlineData("[true,2]"), InlineData("[[0],2]")]
    public void Offsets_that_are_not_whole_numbers_are_rejected(string offsets) =>
        Rejects(SafetensorsBytes.Make(SafetensorsBytes.One(offsets: offsets), 1, 2), "must hold whole numbers");

    [Theory, Trait("Fault", "12")]
    [InlineData("[-2]"), InlineData("[2.5]"), InlineData("[\"2\"]"), InlineData("[[2]]"), InlineData("[{}]")]
    public void Dimensions_that_are_not_whole_numbers_are_rejected(string shape) =>
        Rejects(SafetensorsBytes.Make(SafetensorsBytes.One(shape), 1, 2), "must hold whole numbers");

    [Fact, Trait("Fault", "12")]
    public void Reversed_offsets_are_rejected() =>
        Rejects(SafetensorsBytes.Make(SafetensorsBytes.One(offsets: "[2,0]"), 1, 2), "run backwards");

    [Theory, Trait("Fault", "12")]
    [InlineData("\"F33\""), InlineData("\"u8\""), InlineData("\"\""), InlineData("7"), InlineData("null"), InlineData("\"Bool\"")]
    public void An_unknown_dtype_is_rejected(string dtype) =>
        Rejects(SafetensorsBytes.Make(SafetensorsBytes.One(dtype: dtype), 1, 2), "dtype");

    [Theory, Trait("Fault", "12")]
    [InlineData("{\"a\":1}"), InlineData("{\"a\":null}"), InlineData("{\"a\":{}}"), InlineData("{\"a\":[]}"), InlineData("[]"), InlineData("\"pt\""), InlineData("null")]
    public void Metadata_other_than_strings_are_rejected(string metadata) =>
        Rejects(SafetensorsBytes.Make($$"""{"__metadata__":{{metadata}}}"""), "metadata");

    [Theory, Trait("Fault", "12")]
    [InlineData("{\"x\":7}"), InlineData("{\"x\":{}}"), InlineData("{\"x\":{\"dtype\":\"U8\",\"shape\":[2]}}"), InlineData("{\"x\":{\"dtype\":\"U8\",\"data_offsets\":[0,2]}}")]
    [InlineData("{\"x\":{\"shape\":[2],\"data_offsets\":[0,2]}}"), InlineData("{\"x\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0]}}")]
    [InlineData("{\"x\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,1,2]}}"), InlineData("{\"x\":{\"dtype\":\"U8\",\"shape\":2,\"data_offsets\":[0,2]}}")]
    public void An_incomplete_description_is_rejected_by_name(string json) => Rejects(SafetensorsBytes.Make(json, 1, 2), "tensor 'x'");

    [Fact, Trait("Fault", "13")]
    public void Empty_and_scalar_shapes_NaN_and_unaligned_data_are_accepted()
    {
        const string json = """{"none":{"dtype":"F32","shape":[2,0],"data_offsets":[0,0]},"b":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"one":{"dtype":"F32","shape":[],"data_offsets":[1,5]},"after":{"dtype":"F32","shape":[0],"data_offsets":[5,5]}}""";
        foreach (string padding in new[] { "", " ", "  ", "   " })
        {
            string path = folder.Write("model.safetensors", SafetensorsBytes.Make(json + padding, [9, .. BitConverter.GetBytes(float.NaN)]));
            using SafetensorsFile file = SafetensorsFile.Open(path);

            Assert.Equal([2, 0], file.Entries["none"].Shape);
            Assert.Empty(file.ReadFloats("none"));
            Assert.Empty(file.ReadFloats("after"));
            Assert.Empty(file.Entries["one"].Shape);
            Assert.Equal([float.NaN], file.ReadFloats("one"));
            Assert.Equal([9f], file.ReadFloats("b"));
        }
    }

    [Fact]
    public void A_pointer_of_git_lfs_is_rejected_with_advice() =>
        Rejects("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"u8.ToArray(), "git lfs pull");

    [Fact]
    public void A_missing_file_and_a_folder_are_typed_errors()
    {
        Assert.Throws<SafetensorsException>(() => SafetensorsFile.Open(folder.At("nothing.safetensors")));
        Assert.Throws<SafetensorsException>(() => SafetensorsFile.Open(folder.Path));
    }

    private static byte[] Two(int start1, int end1, int start2, int end2) => SafetensorsBytes.Make(
        $$$"""{"x":{"dtype":"U8","shape":[{{{end1 - start1}}}],"data_offsets":[{{{start1}}},{{{end1}}}]},"y":{"dtype":"U8","shape":[{{{end2 - start2}}}],"data_offsets":[{{{start2}}},{{{end2}}}]}}""",
        1, 2, 3, 4);

    private void Rejects(byte[] content, string? reason)
    {
        string path = folder.Write("model.safetensors", content);
        var error = Assert.Throws<SafetensorsException>(() => SafetensorsFile.Open(path));
        Assert.Contains(path, error.Message);
        Assert.Contains(reason ?? "", error.Message);
    }
}
