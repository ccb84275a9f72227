// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.sql.SQLException;

/** With the very connection of a service of `up`, nothing can be done that it need not do. */
@ExtendWith(SharedSuite.class)
class RolesTest {
    private static final String NO_RIGHT = "42501";

    private final LiveSuite suite;

    RolesTest(LiveSuite suite) {
        this.suite = suite;
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "billing, UPDATE billing.usage_event SET charged_nano = 0",
        "billing, DELETE FROM billing.transfer",
        "billing, ALTER TABLE billing.transfer DISABLE TRIGGER immutable",
        "billing, SELECT * FROM gateway.api_key",
        "billing, SET ROLE wattmill",
        "gateway, SELECT * FROM billing.usage_event",
        "gateway, INSERT INTO billing.outcome DEFAULT VALUES",
        "gateway, DROP TABLE gateway.api_key",
        "gateway, SET ROLE wattmill_billing",
    })
    void refuses(String service, String harm) throws Exception {
        try (var connection = suite.database(service);
                var statement = connection.createStatement()) {
            var refusal = assertThrows(SQLException.class, () -> statement.execute(harm));
            assertEquals(NO_RIGHT, refusal.getSQLState(), refusal::getMessage);
        }
    }
}
