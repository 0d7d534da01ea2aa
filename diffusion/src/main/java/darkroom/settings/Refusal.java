package darkroom.settings;

/** What a record refuses of one of its options, before it is known where that stands. */
final class Refusal extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    private final String option;

    /**
     * A refusal.
     *
     * @param option the option, from the record that refuses it: {@code network.out_channels}
     */
    Refusal(String option, String sentence) {
        super(sentence);
        this.option = option;
    }

    /** The same as a refusal by a record that holds the one that refuses. */
    Refusal within(String name) {
        return new Refusal(name + "." + option, name + "." + getMessage());
    }

    /** The same with the option's place in a document. */
    IllegalArgumentException in(Value object) {
        Place place = object.place();
        for (String name : option.split("\\.")) {
            place = place.at(name);
        }
        String whole = String.valueOf(getMessage());
        return place.refused(whole.startsWith(option) ? place.option() + whole.substring(option.length()) : whole);
    }
}
