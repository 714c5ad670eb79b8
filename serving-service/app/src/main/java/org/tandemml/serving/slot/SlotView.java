package org.tandemml.serving.slot;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.load.LoadedModel;
import org.tandemml.serving.naming.SlotKey;
import org.tandemml.serving.source.Release;

/**
 * A slot at one instant.
 *
 * @param key what it is asked for by
 * @param uri the configured URI that it belongs to, the model's name in place of a {@code *}
 * @param state how it stands
 * @param model what is served; null for nothing
 * @param release what is served, in the stage that it has now; null for nothing
 * @param wanted what should be served; null if that is not known, or nothing should
 * @param seenAt when its source was last heard of; null for never
 * @param lastError why it does not serve what it should; null if it does
 */
public record SlotView(
        SlotKey key,
        String uri,
        SlotState state,
        @Nullable LoadedModel model,
        @Nullable Release release,
        @Nullable Release wanted,
        @Nullable Instant seenAt,
        @Nullable String lastError) {}
