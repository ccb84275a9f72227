// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.hostile;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.gateway.far.RawClient;
import io.wattmill.gateway.far.Site;
import io.wattmill.kit.testing.TestPostgres;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** What is no key opens nothing and breaks nothing, whatever it looks like. */
class CredentialsTest {

    private static Site site;

    @BeforeAll
    @BeforeContainer
    static void open() {
        site = new Site(Map.of());
    }

    @AfterAll
    @AfterContainer
    static void close() {
        site.close();
    }

    private static String answerTo(String header) {
        try (RawClient client = new RawClient(site.port())) {
            client.send(
                    "GET /v1/models HTTP/1.1\r\nhost: x\r\nconnection: close\r\n"
                            + header
                            + "\r\n\r\n");
            return client.readAll();
        }
    }

    private static void assertRefused(String header) {
        String answer = answerTo(header);
        assertTrue(answer.matches("(?s)HTTP/1.[01] 40[01] .*\"error\".*"), header + answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "authorization: Bearer",
                "authorization: Bearer ",
                "authorization: Bearer null",
                "authorization: Bearer undefined",
                "authorization: Bearer sk-1234",
                "authorization: Bearer ' OR '1'='1",
                "authorization: Bearer '; DROP TABLE gateway.api_key; --",
                "authorization: Bearer wm_dev_' UNION SELECT 1 --",
                "authorization: Bearer %",
                "authorization: Bearer wm_admin_%",
                "authorization: Bearer *",
                "authorization: Bearer ${jndi:ldap://x/a}",
                "authorization: Bearer wm_admin_0000000000000000000000000000000000000000000_000000",
                "authorization: Basic d21fYWRtaW46eA==",
                "authorization: Bearer\u0000",
                "authorization: Bearer \u00e9\u00e9",
                "proxy-authorization: Bearer x",
                "cookie: authorization=Bearer x",
            })
    void refusesWhatIsNoKey(String header) {
        assertRefused(header);
    }

    @Property(tries = 200)
    void neverFailsOnAnyText(
            @ForAll @CharRange(from = '\t', to = '\u00ff') @StringLength(max = 200) String text) {
        String plain = text.replaceAll("[\\r\\n]", "'");
        assertRefused("authorization: Bearer " + plain);
        assertRefused("authorization: Bearer " + site.developerKey() + "x" + plain.strip());
    }

    @Test
    void takesNoStoredHashForAKey() throws SQLException {
        try (Connection connection = TestPostgres.connect(site.postgres);
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT encode(hash, 'hex') FROM gateway.api_key")) {
            while (rows.next()) {
                assertRefused("authorization: Bearer " + rows.getString(1));
                assertRefused("authorization: Bearer wm_admin_" + rows.getString(1));
            }
        }
    }

    @Test
    void takesNoKeyOfWhichTheBeginningIsRight() {
        String key = site.adminKey();
        for (int length = 1; length < key.length(); length++) {
            assertRefused("authorization: Bearer " + key.substring(0, length));
        }
    }

    @Test
    void takesOneOfTwoKeysForNoneOfThem() {
        String answer =
                answerTo("authorization: Bearer x\r\nauthorization: Bearer " + site.developerKey());
        assertTrue(answer.matches("(?s)HTTP/1.1 40[01] .*"), answer);
    }
}
