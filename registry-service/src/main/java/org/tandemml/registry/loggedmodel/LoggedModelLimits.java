package org.tandemml.registry.loggedmodel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tandemml.registry.experiment.Tag;
import org.tandemml.registry.run.Param;
import org.tandemml.registry.run.RunLimits;

/** Tags and params of logged models have the limits of those of runs, from which many come. */
final class LoggedModelLimits {
    private LoggedModelLimits() {}

    /** The params within their limits, in their order. */
    static List<Param> params(List<Param> params) {
        List<Param> checked = new ArrayList<>();
        for (Param param : params) {
            checked.add(RunLimits.checked("params[" + checked.size() + "].", param));
        }
        return List.copyOf(checked);
    }

    /** The tags within their limits, ordered by key; of a key that comes twice the last. */
    static List<Tag> tags(List<Tag> tags) {
        Map<String, Tag> checked = new TreeMap<>();
        for (int i = 0; i < tags.size(); i++) {
            Tag tag = RunLimits.checked("tags[" + i + "].", tags.get(i));
            checked.put(tag.key(), tag);
        }
        return List.copyOf(checked.values());
    }
}
