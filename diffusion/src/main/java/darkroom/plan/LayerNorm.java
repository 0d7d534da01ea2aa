package darkroom.plan;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import org.bytedeco.dnnl.global.dnnl.normalization_flags;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.layer_normalization_forward;
import org.bytedeco.dnnl.memory;
import org.jspecify.annotations.Nullable;

/**
 * Normalisation of each token's channels (Ba et al. 2016).
 *
 * @param layer whose scale and shift it has; null for none
 */
record LayerNorm(@Nullable String layer, double epsilon) implements Operation {

    @Override
    public void plan(Node node, Draft draft) {
        Place from = draft.place(node.input(0)), to = draft.make(node);
        draft.steps()
                .share(
                        "norm of tokens",
                        node.rows(),
                        band -> share(Matrix.of(node).rows(band), from, to, draft));
        draft.read(node.inputs());
    }

    private Steps.Primitive share(Matrix rows, Place from, Place to, Draft draft) {
        layer_normalization_forward.primitive_desc description = new layer_normalization_forward.primitive_desc(
                draft.device().processor(),
                prop_kind.forward_inference.value,
                rows.whole(from.type()),
                rows.whole(to.type()),
                (float) epsilon,
                layer == null
                        ? normalization_flags.none.value
                        : normalization_flags.use_scale.value | normalization_flags.use_shift.value,
                draft.device().attributes(),
                false);
        Arguments arguments =
                new Arguments().with(DNNL_ARG_SRC, draft.memory(from, rows)).with(DNNL_ARG_DST, draft.memory(to, rows));
        if (layer != null) {
            memory.desc list = Layout.list(rows.columns(), memory.data_type.f32);
            arguments
                    .with(DNNL_ARG_SCALE, draft.weights().scales(layer, list))
                    .with(DNNL_ARG_SHIFT, draft.weights().shifts(layer, list));
        }
        return new Steps.Primitive(description, new layer_normalization_forward(description), arguments);
    }
}
