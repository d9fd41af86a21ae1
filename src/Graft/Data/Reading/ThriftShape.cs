namespace Graft.Data.Reading;

/// <summary>
/// The fields of a Thrift structure that a Parquet file holds, by number (parquet-format's parquet.thrift). A field that is
/// not listed may be of any type, as readers skip it.
/// </summary>
internal sealed class ThriftShape
{
    private readonly Dictionary<int, (ThriftType Type, ThriftType Element, ThriftShape? Shape)> _fields = [];

    private ThriftShape()
    {
    }

    /// <summary>The shape of a file's footer.</summary>
    public static ThriftShape Footer { get; } = MakeFooter();

    /// <summary>The shape of the header before each page.</summary>
    public static ThriftShape PageHeader { get; } = MakePageHeader();

    /// <summary>What a field must be, or null if it is not known.</summary>
    public (ThriftType Type, ThriftType Element, ThriftShape? Shape)? Field(int number) =>
        _fields.TryGetValue(number, out (ThriftType, ThriftType, ThriftShape?) field) ? field : null;

    private static ThriftShape MakeFooter()
    {
        ThriftShape keyValue = new ThriftShape().Add(ThriftType.Binary, 1, 2);
        ThriftShape sizes = new ThriftShape().Add(ThriftType.I64, 1).AddList(ThriftType.I64, null, 2, 3);
        ThriftShape encodings = new ThriftShape().Add(ThriftType.I32, 1, 2, 3);
        ThriftShape column = new ThriftShape()
            .Add(ThriftType.I32, 1, 4, 15).Add(ThriftType.I64, 5, 6, 7, 9, 10, 11, 14)
            .AddList(ThriftType.I32, null, 2).AddList(ThriftType.Binary, null, 3).AddList(ThriftType.Struct, keyValue, 8)
            .AddStruct(12, MakeStatistics()).AddList(ThriftType.Struct, encodings, 13).AddStruct(16, sizes).AddStruct(17, new ThriftShape());
        ThriftShape chunk = new ThriftShape()
            .Add(ThriftType.Binary, 1, 9).Add(ThriftType.I64, 2, 4, 6).Add(ThriftType.I32, 5, 7).AddStruct(3, column).AddStruct(8, new ThriftShape());
        ThriftShape sorting = new ThriftShape().Add(ThriftType.I32, 1).Add(ThriftType.Boolean, 2, 3);
        ThriftShape group = new ThriftShape()
            .AddList(ThriftType.Struct, chunk, 1).Add(ThriftType.I64, 2, 3, 5, 6).AddList(ThriftType.Struct, sorting, 4).Add(ThriftType.I16, 7);
        ThriftShape element = new ThriftShape()
            .Add(ThriftType.I32, 1, 2, 3, 5, 6, 7, 8, 9).Add(ThriftType.Binary, 4).AddStruct(10, MakeLogicalType());
        return new ThriftShape()
            .Add(ThriftType.I32, 1).AddList(ThriftType.Struct, element, 2).Add(ThriftType.I64, 3).AddList(ThriftType.Struct, group, 4)
            .AddList(ThriftType.Struct, keyValue, 5).Add(ThriftType.Binary, 6, 9).AddList(ThriftType.Struct, new ThriftShape(), 7).AddStruct(8, new ThriftShape());
    }

    private static ThriftShape MakePageHeader()
    {
        ThriftShape data = new ThriftShape().Add(ThriftType.I32, 1, 2, 3, 4).AddStruct(5, MakeStatistics());
        ThriftShape dictionary = new ThriftShape().Add(ThriftType.I32, 1, 2).Add(ThriftType.Boolean, 3);
        ThriftShape second = new ThriftShape().Add(ThriftType.I32, 1, 2, 3, 4, 5, 6).Add(ThriftType.Boolean, 7).AddStruct(8, MakeStatistics());
        return new ThriftShape()
            .Add(ThriftType.I32, 1, 2, 3, 4).AddStruct(5, data).AddStruct(6, new ThriftShape()).AddStruct(7, dictionary).AddStruct(8, second);
    }

    private static ThriftShape MakeStatistics() =>
        new ThriftShape().Add(ThriftType.Binary, 1, 2, 5, 6).Add(ThriftType.I64, 3, 4).Add(ThriftType.Boolean, 7, 8);

    private static ThriftShape MakeLogicalType()
    {
        var empty = new ThriftShape();
        ThriftShape unit = new ThriftShape().AddStruct(1, empty).AddStruct(2, empty).AddStruct(3, empty);
        ThriftShape time = new ThriftShape().Add(ThriftType.Boolean, 1).AddStruct(2, unit);
        ThriftShape type = new ThriftShape()
            .AddStruct(5, new ThriftShape().Add(ThriftType.I32, 1, 2)).AddStruct(7, time).AddStruct(8, time)
            .AddStruct(10, new ThriftShape().Add(ThriftType.Byte, 1).Add(ThriftType.Boolean, 2));
        foreach (int plain in (ReadOnlySpan<int>)[1, 2, 3, 4, 6, 11, 12, 13, 14, 15])
        {
            type.AddStruct(plain, empty);
        }

        return type;
    }

    private ThriftShape Add(ThriftType type, params ReadOnlySpan<int> numbers)
    {
        foreach (int number in numbers)
        {
            _fields.Add(number, (type, default, null));
        }

        return this;
    }

    private ThriftShape AddList(ThriftType element, ThriftShape? shape, params ReadOnlySpan<int> numbers)
    {
        foreach (int number in numbers)
        {
            _fields.Add(number, (ThriftType.List, element, shape));
        }

        return this;
    }

    private ThriftShape AddStruct(int number, ThriftShape shape)
    {
        _fields.Add(number, (ThriftType.Struct, default, shape));
        return this;
    }
}
