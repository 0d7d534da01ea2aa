package darkroom.diffusers.original;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * A network of a checkpoint as diffusers has it.
 *
 * @param config its options, read off its weights
 * @param weights by diffusers' names; they may share their memory with the checkpoint's
 */
public record Part(ObjectNode config, Map<String, Tensor> weights) {}
