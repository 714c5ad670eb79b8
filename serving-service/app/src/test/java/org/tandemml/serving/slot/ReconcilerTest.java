package org.tandemml.serving.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;
import org.tandemml.serving.source.ModelSource;
import org.tandemml.serving.source.ModelSources;
import org.tandemml.serving.source.Release;
import org.tandemml.serving.source.Wanted;
import org.tandemml.serving.testing.Await;
import org.tandemml.serving.testing.FakeModels;
import org.tandemml.serving.testing.MemorySource;

class ReconcilerTest {
    private static final String EVERY = "models:/*/Production";
    private static final String CHURN = "models:/churn/Production";

    /** What {@link MemorySource} says after version 1 was promoted, in MLflow's form. */
    private static final String MODEL =
            "{\"name\":\"churn\",\"latest_versions\":[{\"name\":\"churn\",\"version\":\"1\","
                    + "\"current_stage\":\"Production\",\"creation_timestamp\":1,"
                    + "\"source\":\"memory\",\"status\":\"READY\"}]}";

    private static final Map<String, String> ANSWER =
            Map.of(
                    EVERY, "{\"registered_models\":[" + MODEL + "]}",
                    CHURN, "{\"registered_model\":" + MODEL + "}");

    private final MemorySource source = new MemorySource();
    private final List<Rig> rigs = new ArrayList<>();

    @TempDir Path root;

    private Rig rig(String... uris) throws IOException {
        return rig(source, uris);
    }

    private Rig rig(ModelSource from, String... uris) throws IOException {
        Rig rig = new Rig(root, from, uris);
        rigs.add(rig);
        return rig;
    }

    @AfterEach
    void stop() {
        rigs.forEach(Rig::close);
    }

    private static void assertRefused(ErrorCode code, String message, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(TandemException.class)
                .hasMessageContaining(message)
                .extracting(failure -> ((TandemException) failure).code())
                .isEqualTo(code);
    }

    private List<String> cached() throws IOException {
        try (Stream<Path> entries = Files.list(root.resolve("models"))) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }

    @Test
    void servesWhatIsPromotedAndFollowsPromotions() throws IOException {
        Rig rig = rig(EVERY);
        source.promote("churn", 1, FakeModels.adding(1));
        rig.poll();
        assertThat(rig.ask("churn", 10)).isEqualTo(11);

        Release second = source.promote("churn", 2, FakeModels.adding(2));
        rig.poll();

        assertThat(rig.ask("churn", 10)).isEqualTo(12);
        SlotView view = rig.view("churn");
        assertThat(view.state()).isEqualTo(SlotState.READY);
        assertThat(view.release()).isEqualTo(second);
        assertThat(view.uri()).isEqualTo("models:/churn/Production");
        assertThat(view.seenAt()).isEqualTo(rig.clock.instant());
        assertThat(view.lastError()).isNull();
        Await.until("the old model is closed", () -> rig.runtime.closed.get() == 1);
    }

    /**
     * A probe in the middle of the first poll once took "nothing there yet" for "nothing to do".
     */
    @Test
    void aProbeDuringTheFirstPollDoesNotMakeItReadyTooEarly() throws IOException {
        Rig rig = rig(EVERY);
        source.promote("churn", 1, FakeModels.adding(1));
        List<Boolean> seen = new ArrayList<>();
        source.whileApplied(() -> seen.add(rig.reconciler.ready()));
        rig.reconciler.poll();
        seen.add(
                rig.reconciler.ready()
                        && !rig.reconciler.views().get(0).state().equals(SlotState.READY));

        assertThat(seen).containsExactly(false, false);
        rig.poll();
        assertThat(rig.reconciler.ready()).isTrue();
    }

    @Test
    void fetchesOnceAndNotAgainWhileNothingChanges() throws IOException {
        Rig rig = rig(EVERY);
        source.promote("churn", 1, FakeModels.adding(1));
        for (int i = 0; i < 5; i++) {
            rig.poll();
        }

        assertThat(source.reads).hasValue(2);
        assertThat(rig.runtime.opened).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"refuse", "overflow", "exhaust", "broken", "unable"})
    void aFailedLoadLeavesTheModelThatServes(String content) throws IOException {
        Rig rig = rig(EVERY);
        source.promote("churn", 1, FakeModels.adding(1));
        rig.poll();
        source.promote("churn", 2, FakeModels.folder(content));
        rig.poll();
        rig.poll();

        assertThat(rig.ask("churn", 10)).isEqualTo(11);
        SlotView view = rig.view("churn");
        assertThat(view.state()).isEqualTo(SlotState.STALE);
        assertThat(view.release()).isNotNull();
        assertThat(view.release().label()).isEqualTo("churn/1");
        assertThat(view.wanted()).isNotNull();
        assertThat(view.wanted().label()).isEqualTo("churn/2");
        assertThat(view.lastError()).contains("churn/2 was refused");
        assertThat(rig.meterRegistry.get("tandem.model.load.failures").counter().count())
                .isEqualTo(1);
        assertThat(rig.reconciler.ready()).isTrue();
    }

    /** In quotes, as an MLmodel file has them. */
    private static final String LONG = "'[{\"type\": \"long\", \"name\": \"x\"}]'";

    private static final String TWO =
            "'[{\"type\": \"double\", \"name\": \"x\"}, {\"type\": \"double\", \"name\": \"z\"}]'";
    private static final String MORE =
            "'[{\"type\": \"double\", \"name\": \"x\"}, {\"type\": \"double\", \"name\": \"z\","
                    + " \"required\": false}]'";

    private Rig unbroken(String... uris) throws IOException {
        Rig rig = new Rig(root, source, true, uris);
        rigs.add(rig);
        return rig;
    }

    @Test
    void aVersionWhoseSignatureBreaksTheOneBeforeIsRefused() throws IOException {
        Rig rig = unbroken(EVERY);
        source.promote("churn", 1, FakeModels.adding(1));
        rig.poll();
        source.promote("churn", 2, FakeModels.declaring("add 2", TWO, "null"));
        rig.poll();
        rig.poll();

        assertThat(rig.ask("churn", 10)).isEqualTo(11);
        SlotView view = rig.view("churn");
        assertThat(view.state()).isEqualTo(SlotState.STALE);
        assertThat(view.lastError())
                .isEqualTo(
                        "churn/2 was refused: its signature breaks that of churn/1, which"
                                + " TANDEM_SERVING_BREAKING=refuse forbids: input column 'z' was"
                                + " absent, is required double");
        assertThat(rig.meterRegistry.get("tandem.model.load.failures").counter().count())
                .isEqualTo(1);
        assertThat(rig.runtime.closed).as("the model that was refused").hasValue(1);

        source.promote("churn", 3, FakeModels.declaring("add 3", MORE, "null"));
        rig.poll();
        assertThat(rig.ask("churn", 10)).isEqualTo(13);
        assertThat(rig.view("churn").lastError()).isNull();
        source.promote("churn", 4, FakeModels.adding(4));
        rig.poll();
        assertThat(rig.view("churn").lastError())
                .endsWith(": input column 'z' was double, is absent");
    }

    @Test
    void whereNothingIsServedThereIsNothingToBreak() throws IOException {
        Rig rig = unbroken(CHURN);
        source.promote("churn", 1, FakeModels.adding(1));
        rig.poll();
        source.forget("churn");
        rig.poll();
        source.promote("churn", 2, FakeModels.declaring("add 2", LONG, "null"));
        rig.poll();

        assertThat(rig.ask("churn", 10)).isEqualTo(12);
    }

    @Test
    void aSignatureMayBreakUnlessThatIsRefused() throws IOException {
        Rig rig = rig(EVERY);
        source.promote("churn", 1, FakeModels.adding(1));
        rig.poll();
        source.promote("churn", 2, FakeModels.declaring("add 2", LONG, "null"));
        rig.poll();

        assertThat(rig.ask("churn", 10)).isEqualTo(12);
        assertThat(rig.view("churn").state()).isEqualTo(SlotState.READY);
    }

    @Test
    void aRefusedVersionIsLeftAloneUntilAnotherOneComes() throws IOException {
        Rig rig = rig(EVERY);
        source.promote("churn", 1, FakeModels.folder("refuse"));
        rig.poll();
        assertThat(rig.view("churn").state()).isEqualTo(SlotState.FAILED);
        rig.clock.advance(Duration.ofMinutes(9));
        rig.poll();
        assertThat(rig.meterRegistry.get("tandem.model.load.failures").counter().count())
                .isEqualTo(1);

        source.promote("churn", 2, FakeModels.adding(2));
        rig.poll();

        assertThat(rig.ask("churn", 10)).isEqualTo(12);
        assertThat(rig.view("churn").lastError()).isNull();
    }

    @Test
    void aRefusedVersionIsTriedAgainAfterALongTime() throws IOException {
        Rig rig = rig(EVERY);
        source.promote("churn", 1, FakeModels.folder("refuse"));
        rig.poll();
        rig.clock.advance(Duration.ofMinutes(11));
        rig.poll();

        assertThat(rig.meterRegistry.get("tandem.model.load.failures").counter().count())
                .isEqualTo(2);
    }

    @Test
    void aFetchThatFailsIsTriedAgainSoon() throws IOException {
        Rig rig = rig(CHURN);
        source.promote("churn", 1, FakeModels.adding(1));
        source.failReads(true);
        rig.poll();
        assertThat(rig.view("churn").state()).isEqualTo(SlotState.FAILED);
        source.failReads(false);
        rig.poll();
        assertThat(rig.view("churn").state()).isEqualTo(SlotState.FAILED);

        rig.clock.advance(Duration.ofSeconds(2));
        rig.poll();

        assertThat(rig.ask("churn", 10)).isEqualTo(11);
    }

    @Test
    void goesOnWhileTheRegistryIsAway() throws IOException {
        Rig rig = rig(EVERY);
        source.promote("churn", 1, FakeModels.adding(1));
        rig.poll();
        source.away("the registry is away");
        rig.poll();

        assertThat(rig.ask("churn", 10)).isEqualTo(11);
        assertThat(rig.view("churn").state()).isEqualTo(SlotState.STALE);
        assertThat(rig.view("churn").lastError()).isEqualTo("the registry is away");
        assertThat(rig.reconciler.ready()).isTrue();

        source.away(null);
        source.promote("churn", 2, FakeModels.adding(2));
        rig.poll();
        assertThat(rig.ask("churn", 10)).isEqualTo(12);
        assertThat(rig.view("churn").state()).isEqualTo(SlotState.READY);
    }

    @ParameterizedTest
    @ValueSource(strings = {EVERY, CHURN})
    void servesTheLastGoodModelAfterARestartWithoutARegistry(String uri) throws IOException {
        Rig before = rig(uri);
        Release release = source.promote("churn", 1, FakeModels.adding(1));
        before.poll();
        before.close();
        source.away("the registry is away");

        Rig after = rig(uri);
        assertThat(after.reconciler.ready()).isFalse();
        after.poll();

        assertThat(after.ask("churn", 10)).isEqualTo(11);
        assertThat(after.view("churn").state()).isEqualTo(SlotState.STALE);
        assertThat(after.view("churn").release()).isEqualTo(release);
        assertThat(after.view("churn").seenAt()).isNull();
        assertThat(after.reconciler.ready()).isTrue();

        source.away(null);
        after.poll();
        assertThat(after.view("churn").state()).isEqualTo(SlotState.READY);
        assertThat(after.runtime.opened).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {EVERY, CHURN})
    void servesTheLastGoodModelWhileARegistryHangsAndFollowsItsAnswer(String uri) throws Exception {
        Rig before = rig(uri);
        source.promote("churn", 1, FakeModels.adding(1));
        before.poll();
        before.close();

        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Rig after =
                    rig(
                            ModelSources.registry(
                                    "http://127.0.0.1:" + silent.getLocalPort(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty()),
                            uri);
            after.reconciler.start();
            try (Socket question = silent.accept()) {
                Await.until("ready", after.reconciler::ready);

                assertThat(after.ask("churn", 10)).isEqualTo(11);
                assertThat(after.view("churn").state()).isEqualTo(SlotState.STALE);
                assertThat(after.view("churn").lastError()).contains("has not answered within 1 s");
                assertThat(after.meterRegistry.find("tandem.registry.poll.failures").counter())
                        .as("the first question is still open")
                        .isNull();

                answer(question, ANSWER.get(uri));
                Await.until(
                        "it follows the registry",
                        () -> after.view("churn").state() == SlotState.READY);
                assertThat(after.runtime.opened).hasValue(1);
                after.reconciler.stopSwapping();
            }
        }
    }

    private static void answer(Socket question, String json) throws IOException {
        String head = "HTTP/1.1 200 OK\r\nContent-Length: " + json.length() + "\r\n\r\n";
        question.getOutputStream().write((head + json).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aDamagedCacheIsRefusedWithoutARegistryAndFetchedAgainWithOne() throws IOException {
        Rig before = rig(CHURN);
        Release release = source.promote("churn", 1, FakeModels.adding(1));
        before.poll();
        before.close();
        Path file = root.resolve("models/" + release.id() + "/files/data/model.txt");
        Files.writeString(file, "add 9");
        source.away("the registry is away");

        Rig after = rig(CHURN);
        after.poll();
        assertThat(after.view("churn").state()).isEqualTo(SlotState.FAILED);
        assertThat(after.view("churn").lastError()).contains("damaged");
        assertThat(after.runtime.opened).hasValue(0);
        assertThat(after.reconciler.ready()).isFalse();

        source.away(null);
        after.poll();
        assertThat(after.ask("churn", 10)).isEqualTo(11);
    }

    @Test
    void fallsBackToTheLastGoodModelAfterARestartIfTheNewOneIsBad() throws IOException {
        Rig before = rig(EVERY);
        source.promote("churn", 1, FakeModels.adding(1));
        before.poll();
        before.close();
        source.promote("churn", 2, FakeModels.folder("refuse"));

        Rig after = rig(EVERY);
        after.poll();
        after.poll();

        assertThat(after.ask("churn", 10)).isEqualTo(11);
        assertThat(after.view("churn").state()).isEqualTo(SlotState.STALE);
        assertThat(after.view("churn").lastError()).contains("churn/2 was refused");
    }

    @Test
    void withdrawsWhatIsNoLongerInProduction() throws IOException {
        Rig rig = rig(CHURN);
        source.promote("churn", 1, FakeModels.adding(1));
        rig.poll();
        source.say("churn", new Wanted.Nothing("no version is in Production"));
        rig.poll();

        assertRefused(
                ErrorCode.TEMPORARILY_UNAVAILABLE,
                "no version is in Production",
                () -> rig.ask("churn", 1));
        assertThat(rig.view("churn").state()).isEqualTo(SlotState.FAILED);
        Await.until("it is closed", () -> rig.runtime.closed.get() == 1);
        rig.close();
        source.away("away");
        Rig after = rig(CHURN);
        after.poll();
        assertThat(after.view("churn").state()).isEqualTo(SlotState.LOADING);
        assertThat(after.runtime.opened).hasValue(0);
    }

    @Test
    void aStarTellsWithdrawnModelsFromUnknownOnes() throws IOException {
        Rig rig = rig(EVERY);
        assertRefused(
                ErrorCode.TEMPORARILY_UNAVAILABLE, "not been asked", () -> rig.ask("churn", 1));
        source.promote("churn", 1, FakeModels.adding(1));
        source.promote("other", 1, FakeModels.adding(1));
        rig.poll();
        source.say("churn", new Wanted.Nothing("no version is in Production"));
        rig.poll();

        assertRefused(
                ErrorCode.TEMPORARILY_UNAVAILABLE,
                "no version is in Production",
                () -> rig.ask("churn", 1));
        source.forget("churn");
        rig.poll();
        assertRefused(
                ErrorCode.RESOURCE_DOES_NOT_EXIST, "other/Production", () -> rig.ask("churn", 1));
        assertThat(rig.reconciler.views()).hasSize(1);
    }

    @Test
    void whatIsNotReadyInTheRegistryChangesNothing() throws IOException {
        Rig rig = rig(EVERY);
        source.promote("churn", 1, FakeModels.adding(1));
        rig.poll();
        source.say("churn", new Wanted.Unchanged("version 2 is pending"));
        rig.poll();

        assertThat(rig.ask("churn", 10)).isEqualTo(11);
    }

    @Test
    void keepsNoMoreOnDiskThanItServes() throws IOException {
        Rig rig = rig(EVERY);
        Release last = source.promote("churn", 1, FakeModels.adding(1));
        rig.poll();
        for (int version = 2; version <= 20; version++) {
            String content = version % 3 == 0 ? "refuse" : "add " + version;
            Release release = source.promote("churn", version, FakeModels.folder(content));
            last = content.equals("refuse") ? last : release;
            rig.poll();
        }
        String kept = last.id();

        Await.until("old entries are gone", () -> only(kept));
    }

    private boolean only(String id) {
        try {
            return cached().equals(List.of(id));
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    @Test
    void swapsLeaveNoMetersBehind() throws IOException {
        Rig rig = rig(EVERY);
        source.promote("churn", 1, FakeModels.adding(1));
        rig.poll();
        int before = rig.meterRegistry.getMeters().size();
        for (int version = 2; version <= 10; version++) {
            source.promote("churn", version, FakeModels.adding(version));
            rig.poll();
        }

        Await.until("old models are closed", () -> rig.runtime.closed.get() == 9);
        Await.until("old meters", () -> rig.meterRegistry.getMeters().size() == before);
    }

    @Test
    void whatIsOvertakenWhileItLoadsNeverServes() throws IOException {
        Rig rig = rig(EVERY);
        source.promote("churn", 1, FakeModels.folder("hang"));
        rig.reconciler.poll();
        source.promote("churn", 2, FakeModels.adding(2));
        rig.reconciler.poll();
        rig.runtime.gate.countDown();

        Await.until("version 2 serves", () -> rig.view("churn").state() == SlotState.READY);
        assertThat(rig.ask("churn", 10)).isEqualTo(12);
        Await.until("version 1 is closed", () -> rig.runtime.closed.get() == 1);
    }

    @Test
    void twoSlotsOfOneVersionFetchItOnce() throws IOException {
        Rig rig = rig("models:/churn/1", CHURN, "models:/churn@champion");
        source.promote("churn", 1, FakeModels.adding(1));
        rig.poll();

        assertThat(source.reads).hasValue(2);
        assertThat(rig.reconciler.views())
                .extracting(SlotView::state)
                .containsOnly(SlotState.READY)
                .hasSize(3);
    }

    @Test
    void isReadyWithNothingToServe() throws IOException {
        Rig rig = rig(EVERY);
        assertThat(rig.reconciler.ready()).isFalse();
        rig.poll();

        assertThat(rig.reconciler.ready()).isTrue();
    }

    @Test
    void isNotReadyIfNothingThatIsConfiguredServes() throws IOException {
        Rig rig = rig(CHURN);
        source.promote("churn", 1, FakeModels.folder("refuse"));
        rig.poll();

        assertThat(rig.reconciler.ready()).isFalse();
    }

    @Test
    void aModelThatCannotBeServedTakesNoReadinessUnlessItIsConfiguredByName() throws IOException {
        source.promote("churn", 1, FakeModels.folder("refuse"));
        source.promote("other", 1, FakeModels.adding(1));

        Rig found = rig(EVERY);
        found.poll();
        assertThat(found.view("churn").state()).isEqualTo(SlotState.FAILED);
        assertThat(found.view("churn").lastError()).contains("churn/1 was refused");
        assertThat(found.reconciler.ready()).isTrue();
        found.close();

        Rig named = rig(EVERY, CHURN);
        named.poll();
        assertThat(named.ask("other", 10)).isEqualTo(11);
        assertThat(named.reconciler.ready()).isFalse();

        source.promote("churn", 2, FakeModels.adding(2));
        named.poll();
        assertThat(named.reconciler.ready()).isTrue();
    }

    @Test
    void isReadyWhenNothingOfWhatIsInProductionCanBeServed() throws IOException {
        Rig rig = rig(EVERY);
        source.promote("churn", 1, FakeModels.folder("refuse"));
        rig.poll();

        assertThat(rig.reconciler.ready()).isTrue();
    }

    @Test
    void isNotReadyBeforeTheFirstLoadHasEnded() throws IOException {
        Rig rig = rig(EVERY);
        source.promote("churn", 1, FakeModels.folder("hang"));
        source.promote("other", 1, FakeModels.adding(1));
        rig.reconciler.poll();
        Await.until("one serves", () -> rig.view("other").state() == SlotState.READY);

        assertThat(rig.reconciler.ready()).isFalse();
        rig.runtime.gate.countDown();
        Await.until("ready", rig.reconciler::ready);
    }

    @Test
    void aModelThatIsAddedLaterTakesNoReadiness() throws IOException {
        Rig rig = rig(EVERY);
        source.promote("other", 1, FakeModels.adding(1));
        rig.poll();
        source.promote("churn", 1, FakeModels.folder("refuse"));
        rig.poll();

        assertThat(rig.reconciler.ready()).isTrue();
    }

    @Test
    void swapsNothingOnceItIsStopping() throws IOException {
        Rig rig = rig(EVERY);
        source.promote("churn", 1, FakeModels.adding(1));
        rig.poll();
        rig.reconciler.stopSwapping();
        source.promote("churn", 2, FakeModels.adding(2));
        rig.reconciler.poll();

        assertThat(rig.ask("churn", 10)).isEqualTo(11);
        assertThat(rig.reconciler.ready()).isFalse();
    }

    @Test
    void closesEverythingInTheEnd() throws IOException {
        Rig rig = rig(EVERY);
        source.promote("churn", 1, FakeModels.adding(1));
        source.promote("other", 1, FakeModels.adding(1));
        rig.poll();

        rig.close();

        assertThat(rig.runtime.closed).hasValue(2);
        assertThat(rig.runtime.misused).hasValue(0);
    }
}
