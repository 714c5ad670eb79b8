package org.tandemml.serving.engine.predict;

import java.util.List;

/**
 * The classes or cluster ids that a model can answer.
 *
 * @param names each as text
 * @param numeric whether they are numbers: then an answer is a JSON number, while the key of a
 *     probability stays text
 */
public record Labels(List<String> names, boolean numeric) {
    public Labels {
        names = List.copyOf(names);
    }
}
