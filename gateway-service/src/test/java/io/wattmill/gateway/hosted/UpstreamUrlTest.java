// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.hosted;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.wattmill.gateway.hosted.UpstreamUrl.Parsed;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.NumericChars;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;

/** The forms of reliability.md B4: one host for every reader, or none. */
class UpstreamUrlTest {

    @ParameterizedTest
    @CsvSource({
        "https://api.example.com, true, api.example.com, 443, '', ''",
        "HTTPS://API.Example.COM/, true, api.example.com, 443, '', ''",
        "https://api.example.com/v1, true, api.example.com, 443, '', ''",
        "https://api.example.com/openai/v1/, true, api.example.com, 443, /openai, ''",
        "https://api.example.com:8443/a/b-c_d.e, true, api.example.com, 8443, /a/b-c_d.e, ''",
        "http://127.0.0.1:18001, false, 127.0.0.1, 18001, '', ''",
        "http://gpu7, false, gpu7, 80, '', ''",
        "https://xn--bcher-kva.example, true, xn--bcher-kva.example, 443, '', ''",
        "https://[2606:4700::6810:84e5]/, true, 2606:4700:0:0:0:0:6810:84e5, 443, '', ''",
        "https://x.example.com/openai/v1?api-version=2025-04-01-preview, true, x.example.com, 443,"
                + " /openai, ?api-version=2025-04-01-preview",
    })
    void readsAPlainUrl(
            String text, boolean tls, String host, int port, String base, String query) {
        Parsed.Valid valid = assertInstanceOf(Parsed.Valid.class, UpstreamUrl.parse(text));
        assertEquals(new UpstreamUrl(tls, host, port, base, query), valid.url());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "api.example.com",
                "//api.example.com",
                "ftp://api.example.com",
                "file:///etc/passwd",
                "gopher://127.0.0.1:6379/_x",
                "https://",
                "https:///v1",
                "https://user@api.example.com",
                "https://user:pass@api.example.com",
                "https://api.example.com@169.254.169.254",
                "https://api.example.com%40169.254.169.254",
                "https://api.example.com\\@169.254.169.254",
                "https://api.example.com#@169.254.169.254",
                "https://api.example.com?x=1",
                "https://api.example.com/a?x=1",
                "https://api.example.com?api-version=",
                "https://api.example.com?api-version=1&x=2",
                "https://api.example.com?api-version=1?x",
                "https://api.example.com?api-version=1#x",
                "https://api.example.com?api-version=1/../x",
                "https://api.example.com/a#b",
                "https://api.example.com/../admin",
                "https://api.example.com/a/./b",
                "https://api.example.com//a",
                "https://api.example.com/%2e%2e/",
                "https://api.example.com/a b",
                "https://api.example.com/\r\nhost: evil",
                "https:\\\\api.example.com",
                "https://api.example.com.",
                "https://api..example.com",
                "https://.example.com",
                "https://-api.example.com",
                "https://api_x.example.com",
                "https://api.example.com:0",
                "https://api.example.com:00443",
                "https://api.example.com:65536",
                "https://api.example.com:",
                "https://api.example.com:80:80",
                "https://api.example.com:+80",
                "http://2130706433",
                "http://0x7f000001",
                "http://0x7f.1",
                "http://0x7f.0.0.1",
                "http://127.0.0x1",
                "http://017700000001",
                "http://0177.0.0.1",
                "http://127.1",
                "http://127.0.1",
                "http://127.0.0.01",
                "http://127.0.0.256",
                "http://127.0.0.1.",
                "http://127.0.0.1.1",
                "http://1.2.3.4.5",
                "http://1.2.3.4x",
                "http://9a",
                "http://169.254.169.254.",
                "http://api.example.0",
                "http://api.example.0x",
                "http://[::ffff:169.254.169.254]",
                "http://[::ffff:a9fe:a9fe]",
                "http://[fe80::1%25eth0]",
                "http://[fe80::1%eth0]",
                "http://[127.0.0.1]",
                "http://[::1",
                "http://::1",
                "http://[]",
                "http://[v1.fe80::a]",
                "http://\u0430pi.example.com",
                "http://\uff11\uff12\uff17.0.0.1",
                "http://\u2460\u2461\u2466.0.0.1",
                "http://api\u3002example.com",
                "http://api.example.com\u0000.evil",
                "http://api\u00ad.example.com"
            })
    void refusesWhatTwoReadersCouldTakeForTwoHosts(String text) {
        Parsed.Refused refused = assertInstanceOf(Parsed.Refused.class, UpstreamUrl.parse(text));
        assertEquals(false, refused.reason().isBlank());
    }

    @Property(tries = 2_000)
    void saysTheSameHostAsTheNextReader(
            @ForAll @AlphaChars @NumericChars @Chars({'.', ':', '/', '@', '[', ']', '-', '%', '#'})
                    String text) {
        if (UpstreamUrl.parse("http://" + text) instanceof Parsed.Valid(UpstreamUrl url)) {
            String next = URI.create("http://" + text).getHost().toLowerCase(Locale.ROOT);
            assertEquals(plain(next), url.host());
        }
    }

    private static String plain(String host) {
        return host.startsWith("[") ? InetAddress.ofLiteral(host).getHostAddress() : host;
    }
}
