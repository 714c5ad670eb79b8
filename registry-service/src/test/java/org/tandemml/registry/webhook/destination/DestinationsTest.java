package org.tandemml.registry.webhook.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;
import org.tandemml.registry.home.StartupException;

class DestinationsTest {
    private static final WebhookUrl URL = WebhookUrl.parse("https://hooks.example/x");

    /** A name server that gives one answer after the other, and counts. */
    private static final class Answers implements HostResolver {
        private final Deque<List<String>> answers = new ArrayDeque<>();
        private int asked;

        Answers then(String... addresses) {
            answers.add(List.of(addresses));
            return this;
        }

        @Override
        public List<InetAddress> resolve(String host) throws UnknownHostException {
            asked++;
            List<String> answer = answers.remove();
            if (answer.isEmpty()) {
                throw new UnknownHostException(host);
            }
            return answer.stream().map(Answers::address).toList();
        }

        private static InetAddress address(String text) {
            try {
                return InetAddress.getByName(text);
            } catch (UnknownHostException impossible) {
                throw new IllegalArgumentException(impossible);
            }
        }
    }

    private static Destinations strict(HostResolver names) {
        return new Destinations(Set.of("https"), false, names);
    }

    @Test
    void publicAddressesAreTakenAsTheyWereFound() throws Exception {
        Answers names = new Answers().then("93.184.216.34", "2606:4700::1111");
        assertThat(strict(names).addresses(URL))
                .extracting(InetAddress::getHostAddress)
                .containsExactly("93.184.216.34", "2606:4700:0:0:0:0:0:1111");
        assertThat(names.asked).isEqualTo(1);
    }

    /** The check at creation says nothing about the next look-up, which is checked as well. */
    @Test
    void aNameThatLeadsInsideLaterIsRefusedThen() throws Exception {
        Destinations destinations =
                strict(new Answers().then("93.184.216.34").then("169.254.169.254"));
        destinations.requireAllowed(URL);
        assertThatThrownBy(() -> destinations.addresses(URL))
                .isInstanceOfSatisfying(
                        UnreachableException.class,
                        refused -> assertThat(refused.isForbidden()).isTrue())
                .message()
                .contains("not public")
                .doesNotContain("169.254");
    }

    @Test
    void oneForbiddenAddressForbidsTheName() {
        Destinations destinations = strict(new Answers().then("93.184.216.34", "10.0.0.1"));
        assertThatThrownBy(() -> destinations.requireAllowed(URL))
                .isInstanceOfSatisfying(
                        TandemException.class,
                        refused ->
                                assertThat(refused.code())
                                        .isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE))
                .message()
                .contains("TANDEM_WEBHOOK_ALLOW_PRIVATE_IPS")
                .doesNotContain("10.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1/",
                "https://169.254.169.254/latest/meta-data/",
                "https://[::1]/",
                "https://[::ffff:127.0.0.1]/",
                "https://[64:ff9b::10.0.0.1]/",
                "https://localhost/"
            })
    void addressesOfThisMachineAndItsNetworkAreRefused(String url) {
        assertThatThrownBy(() -> strict(new SystemResolver()).requireAllowed(WebhookUrl.parse(url)))
                .hasMessageContaining("not public");
    }

    @Test
    void aNameWithoutAddressIsNoRefusalButMayBeTriedAgain() {
        Destinations destinations = strict(new Answers().then());
        assertThatThrownBy(() -> destinations.addresses(URL))
                .isInstanceOfSatisfying(
                        UnreachableException.class,
                        unknown -> assertThat(unknown.isForbidden()).isFalse());
    }

    @Test
    void anotherSchemeIsRefused() {
        Answers names = new Answers();
        assertThatThrownBy(
                        () -> strict(names).requireAllowed(WebhookUrl.parse("http://h.example/")))
                .hasMessageContaining("[https]");
        assertThatThrownBy(() -> strict(names).addresses(WebhookUrl.parse("ftp://h.example/")))
                .hasMessageContaining("scheme");
        assertThat(names.asked).isZero();
    }

    @Test
    void allowedPrivateAddressesAreTaken() throws Exception {
        Destinations destinations =
                new Destinations(Set.of("HTTP", "https"), true, new SystemResolver());
        WebhookUrl url = WebhookUrl.parse("http://127.0.0.1:1/");
        destinations.requireAllowed(url);
        assertThat(destinations.addresses(url)).containsExactly(InetAddress.getByName("127.0.0.1"));
    }

    @Test
    void onlyHttpAndHttpsCanBeAllowed() {
        assertThatThrownBy(() -> new Destinations(Set.of("file"), false, new SystemResolver()))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("TANDEM_WEBHOOK_ALLOWED_SCHEMES");
    }
}
