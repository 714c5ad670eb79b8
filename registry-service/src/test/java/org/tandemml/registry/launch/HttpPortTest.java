package org.tandemml.registry.launch;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.tandemml.registry.home.StartupException;

class HttpPortTest {
    @Test
    void aTakenPortIsSaid() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> HttpPort.check("127.0.0.1", taken.getLocalPort()))
                    .isInstanceOf(StartupException.class)
                    .hasMessageContaining("Port " + taken.getLocalPort() + " on 127.0.0.1")
                    .hasMessageContaining("QUARKUS_HTTP_PORT");
        }
    }

    @Test
    void portZeroIsAnyFreeOne() {
        assertThatCode(() -> HttpPort.check("127.0.0.1", 0)).doesNotThrowAnyException();
    }

    @Test
    void aNumberThatIsNoPortIsSaid() {
        assertThatThrownBy(() -> HttpPort.check("127.0.0.1", 65_536))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("0 to 65535");
    }

    @Test
    void anAddressOfAnotherMachineIsSaid() {
        assertThatThrownBy(() -> HttpPort.check("192.0.2.1", 5000))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("192.0.2.1");
    }
}
