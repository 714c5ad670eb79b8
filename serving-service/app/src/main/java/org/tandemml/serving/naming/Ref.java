package org.tandemml.serving.naming;

import java.util.Locale;
import org.tandemml.model.AliasName;
import org.tandemml.model.Stage;
import org.tandemml.model.VersionNumber;

/** Which version of a model is meant. */
public sealed interface Ref {
    /** As it stands in a path: {@code 3}, {@code Production}, {@code latest}, {@code @alias}. */
    String text();

    /** The version with this number. */
    record Number(VersionNumber number) implements Ref {
        @Override
        public String text() {
            return number.toString();
        }
    }

    /** The newest version in this stage. */
    record InStage(Stage stage) implements Ref {
        @Override
        public String text() {
            return stage.wireName();
        }
    }

    /** The newest version. */
    record Latest() implements Ref {
        @Override
        public String text() {
            return "latest";
        }
    }

    /** The version that this alias points to. */
    record Aliased(AliasName alias) implements Ref {
        @Override
        public String text() {
            return "@" + alias;
        }
    }

    /** The only one there is: that of a {@code file:} folder, which has no versions. */
    record Only() implements Ref {
        @Override
        public String text() {
            return "";
        }
    }

    /**
     * Reads what stands in a path.
     *
     * @throws org.tandemml.model.TandemException {@code INVALID_PARAMETER_VALUE} if it is none of
     *     number, stage, {@code latest} and {@code @alias}
     */
    static Ref parse(String text) {
        if (text.startsWith("@")) {
            return new Aliased(new AliasName(text.substring(1)));
        }
        if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return new Number(VersionNumber.parse(text));
        }
        if (text.toLowerCase(Locale.ROOT).equals("latest")) {
            return new Latest();
        }
        return new InStage(Stage.parse(text));
    }
}
