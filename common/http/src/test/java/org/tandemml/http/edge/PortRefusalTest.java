package org.tandemml.http.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortRefusalTest {
    private static String line(String said) {
        return PortRefusal.line("127.0.0.1", 81, new BindException(said));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Permission denied",
                "bind(..) failed with error(-13): Permission denied",
                "Port already bound: 81: Permission denied"
            })
    void aPortThatTheUserMayNotHaveIsNotSaidToBeTaken(String said) {
        assertThat(line(said))
                .isEqualTo(
                        "This user may not listen on port 81 of 127.0.0.1; set QUARKUS_HTTP_PORT"
                                + " to one above 1023.");
    }

    @Test
    void aTakenPortIsToBeFreedOrChanged() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThat(refused("127.0.0.1", taken.getLocalPort()))
                    .startsWith("Port " + taken.getLocalPort() + " on 127.0.0.1 cannot be used (")
                    .endsWith("; stop what uses it or set QUARKUS_HTTP_PORT to another one.");
        }
    }

    @Test
    void anAddressOfAnotherMachineIsNotSaidToBeTaken() throws Exception {
        assertThat(refused("192.0.2.1", 5000))
                .isEqualTo(
                        "192.0.2.1 is not an address of this machine; correct QUARKUS_HTTP_HOST.");
    }

    @Test
    void whatTheSystemSaysInOtherWordsIsPassedOn() {
        assertThat(line("Port already bound: 81: Keine Berechtigung"))
                .contains("cannot be used (Keine Berechtigung); stop what uses it or set");
    }

    private static String refused(String host, int port) throws Exception {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
        } catch (BindException refused) {
            return PortRefusal.line(host, port, refused);
        }
        throw new AssertionError(host + ":" + port + " was not refused");
    }
}
