namespace Graft.Vision;

/// <summary>The image processors of the public model folders, by what they do.</summary>
public enum ImageProcessorKind
{
    /// <summary>ViTImageProcessor (ViT, Swin): resize, rescale, normalize.</summary>
    ViT,

    /// <summary>DeiTImageProcessor: resize, centre crop, rescale, normalize.</summary>
    DeiT,

    /// <summary>ConvNextImageProcessor (ConvNeXT, ResNet): below 384 resize the short edge by crop_pct and crop, else warp.</summary>
    ConvNext,

    /// <summary>BitImageProcessor (BiT, DINOv2): resize the short edge, centre crop, rescale, normalize.</summary>
    Bit,

    /// <summary>EfficientNetImageProcessor: as DeiT, with rescale_offset and a second division by the deviation (include_top).</summary>
    EfficientNet,

    /// <summary>BeitImageProcessor: resize, centre crop where asked for, rescale, normalize.</summary>
    Beit,

    /// <summary>MobileNetV2ImageProcessor: resize the short edge, centre crop, rescale, normalize.</summary>
    MobileNetV2,
}
