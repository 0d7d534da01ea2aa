package darkroom.network;

import darkroom.settings.Settings;
import java.util.List;

/** What the options of networks made of blocks have to keep to. */
final class BlockOptions {

    private BlockOptions() {}

    /**
     * A type for each block.
     *
     * @param option the name of the option that has the types
     */
    static void requireAsMany(String option, List<String> types, int blocks) {
        Settings.require(
                types.size() == blocks,
                option,
                option + " must be " + blocks + " names, as block_out_channels are " + blocks + " numbers, not "
                        + types.size() + ".");
    }

    /** Groups that divide the channels of a block; for all of these an error names all. */
    static void requireGroups(int groups, int channels, List<Integer> all) {
        Settings.require(
                channels % groups == 0,
                "norm_num_groups",
                "norm_num_groups must divide all of block_out_channels, " + all + ", which " + groups + " does not.");
    }
}
