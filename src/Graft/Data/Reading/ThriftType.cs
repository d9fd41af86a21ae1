namespace Graft.Data.Reading;

/// <summary>The types of Thrift's compact protocol, by their codes; both codes of a boolean are one here.</summary>
internal enum ThriftType
{
    /// <summary>No type: the end of a structure.</summary>
    Stop = 0,

    /// <summary>A boolean; in a field its code is its value (1 true, 2 false).</summary>
    Boolean = 1,

    /// <summary>One byte.</summary>
    Byte = 3,

    /// <summary>A zigzag varint of 16 bits.</summary>
    I16 = 4,

    /// <summary>A zigzag varint of 32 bits.</summary>
    I32 = 5,

    /// <summary>A zigzag varint of 64 bits.</summary>
    I64 = 6,

    /// <summary>Eight bytes.</summary>
    Double = 7,

    /// <summary>A length and bytes.</summary>
    Binary = 8,

    /// <summary>Elements of one type.</summary>
    List = 9,

    /// <summary>As a list.</summary>
    Set = 10,

    /// <summary>Keys and values.</summary>
    Map = 11,

    /// <summary>Numbered fields up to a stop.</summary>
    Struct = 12,
}
