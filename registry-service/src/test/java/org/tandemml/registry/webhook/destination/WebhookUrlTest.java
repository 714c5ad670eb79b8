package org.tandemml.registry.webhook.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;

class WebhookUrlTest {
    @ParameterizedTest
    @CsvSource({
        "https://hooks.example/a?b=c,hooks.example,443,/a?b=c,hooks.example",
        "HTTPS://Hooks.Example,hooks.example,443,/,hooks.example",
        "http://hooks.example:8080,hooks.example,8080,/,hooks.example:8080",
        "https://93.184.216.34/x,93.184.216.34,443,/x,93.184.216.34",
        "https://[2606:4700::1111]:8443/x,2606:4700::1111,8443,/x,[2606:4700::1111]:8443",
        "https://1e100.net/,1e100.net,443,/,1e100.net",
        "https://hooks.example/a%20b?q=%3F,hooks.example,443,/a%20b?q=%3F,hooks.example"
    })
    void saysWhereItLeads(String text, String host, int port, String target, String authority) {
        WebhookUrl url = WebhookUrl.parse(text);
        assertThat(url.host()).isEqualTo(host);
        assertThat(url.port()).isEqualTo(port);
        assertThat(url.target()).isEqualTo(target);
        assertThat(url.authority()).isEqualTo(authority);
        assertThat(url.text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "hooks.example/a",
                "//hooks.example/a",
                "mailto:a@b",
                "https:/a",
                "https:///a",
                "https://",
                "https://u:p@hooks.example/",
                "https://u@hooks.example/",
                "https://hooks.example:0/",
                "https://hooks.example:65536/",
                "https://hooks.example:-1/",
                "https://hooks.example\\@127.0.0.1/",
                "https://hooks.example/\r\nHost: x",
                "https://hooks.example/a b",
                "https://2130706433/",
                "https://0x7f000001/",
                "https://0x7f.0.0.1/",
                "https://0x7f.1/",
                "https://127.1/",
                "https://127.0.1/",
                "https://0177.0.0.1/",
                "https://127.0.0.01/",
                "https://127.0.0.1./",
                "https://0/",
                "https://256.1.1.1/",
                "https://1.2.3.4.5/",
                "https://a.1/",
                "https://127.0.0.0x1/",
                "https://[fe80::1%25eth0]/",
                "https://[::1/",
                "https://\uff11\uff12\uff17.0.0.1/",
                "https://127\u30020\u30020\u30021/",
                "https://b\u00fccher.example/",
                "https://a_b/"
            })
    void refusesWhatProgramsReadInDifferentWays(String text) {
        assertThatThrownBy(() -> WebhookUrl.parse(text))
                .isInstanceOfSatisfying(
                        TandemException.class,
                        refused ->
                                assertThat(refused.code())
                                        .isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE));
    }

    @Test
    void isAtMost500CharactersLong() {
        String longest = "https://h.example/" + "a".repeat(500 - 18);
        assertThat(WebhookUrl.parse(longest).text()).hasSize(500);
        assertThatThrownBy(() -> WebhookUrl.parse(longest + "a")).hasMessageContaining("500");
    }

    @Test
    void keepsItsPathToItself() {
        WebhookUrl url = WebhookUrl.parse("https://hooks.example/services/token?key=k");
        assertThat(url).hasToString("https://hooks.example/...");
        assertThatThrownBy(() -> WebhookUrl.parse("https://u:hidden@h.example/hidden"))
                .message()
                .doesNotContain("hidden");
    }
}
