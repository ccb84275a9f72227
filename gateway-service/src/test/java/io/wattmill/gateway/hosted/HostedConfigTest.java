// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.hosted;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.gateway.GatewayConfig;
import io.wattmill.kit.config.ConfigException;
import io.wattmill.kit.config.Configuration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

class HostedConfigTest {

    private static final String KEY = "sk-provider-0123456789abcdef";

    private static HostedConfig config(String api) {
        String yaml = "gateway: {hosted: {nodes: {far-api: {" + api + "}}}}";
        return Configuration.parse(yaml, Map.of()).section("gateway", GatewayConfig.class).hosted();
    }

    private static String refusal(String api) {
        return String.valueOf(assertThrows(ConfigException.class, () -> config(api)).getMessage());
    }

    private static String url(String url, String more) {
        return "url: '" + url + "', key-file: /run/key" + more;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://169.254.169.254",
                "https://10.0.0.1",
                "https://127.0.0.1",
                "https://[::1]",
                "https://[fd00:ec2::254]",
                "https://0x7f.1",
                "https://2130706433",
                "https://user@api.example.com",
                "http://api.example.com",
                "http://8.8.8.8",
                "https://api.example.com."
            })
    void refusesAtStartAnAddressThatNoProviderHas(String address) {
        String said = refusal(url(address, ""));
        assertTrue(said.contains("gateway.hosted.nodes.far-api"), said);
        assertTrue(said.contains("url: "), said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://169.254.169.254", "http://100.100.100.200", "http://0.0.0.0"})
    void refusesMetadataEvenWherePrivateOnesAreAllowed(String address) {
        refusal(url(address, ", allow-private: true"));
    }

    @Test
    void takesAPublicNameAndAPrivateAddressThatTheSiteNames() {
        config(url("https://api.example.com/v1", ""));
        config(url("http://10.0.0.1:8000", ", allow-private: true"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: 'Bearer x'",
                "host: evil",
                "Transfer-Encoding: chunked",
                "x-request-id: forged",
                "'a b': c",
                "a: \"b\\r\\nc: d\""
            })
    void refusesHeadersThatAreNotFree(String header) {
        refusal(url("https://api.example.com", ", headers: {" + header + "}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "authorization",
                "Api-Key",
                "x-api-key",
                "x-goog-api-key",
                "Ocp-Apim-Subscription-Key",
                "x-functions-key",
                "X-Auth-Token",
                "Cookie",
                "proxy-authorization"
            })
    void tellsWhereAKeyBelongsThatStandsAmongTheHeaders(String header) {
        String said = refusal(url("https://api.example.com", ", headers: {" + header + ": x}"));
        assertTrue(said.contains("key-file") && said.contains("key-header"), said);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "key-header: host",
                "key-header: Content-Length",
                "key-header: 'a b'",
                "key-header: ''",
                "key-prefix: 'two words'",
                "key-header: x-pass, headers: {X-Pass: b}"
            })
    void refusesAKeyHeaderOrPrefixThatNoMessageCanHave(String setting) {
        refusal(url("https://api.example.com", ", " + setting));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r--r--", "rw-rw----", "rwx------"})
    void doesNotStartWithAKeyThatOthersCanRead(String permissions, @TempDir Path folder)
            throws IOException {
        String said = opening(folder, KEY, permissions);
        assertTrue(said.contains("chmod 600"), said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "two keys-in-one-file", "line-one-xxxx\nline-two-xxxx"})
    void doesNotStartWithAFileThatHoldsNoKey(String text, @TempDir Path folder) throws IOException {
        String said = opening(folder, text, "rw-------");
        assertTrue(said.contains("does not hold one key"), said);
        assertFalse(!text.isEmpty() && said.contains(text), said);
    }

    private static String opening(Path folder, String text, String permissions) throws IOException {
        Path file = Files.writeString(folder.resolve("key"), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        HostedConfig config = config("url: 'https://192.0.2.1', key-file: '" + file + "'");
        return String.valueOf(
                assertThrows(IOException.class, () -> HostedApis.open(config)).getMessage());
    }

    @Test
    void showsNoKey(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("key"), KEY + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r-----"));
        HostedApis apis =
                HostedApis.open(config("url: 'https://192.0.2.1', key-file: '" + file + "'"));
        assertEquals("[HostedApi[far-api at https://192.0.2.1:443]]", apis.all().toString());
        assertEquals("no [key] here", apis.withoutKey("far-api", "no " + KEY + " here"));
    }
}
