// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.kit.testing.Await;
import io.wattmill.standalone.folder.DataFolder;
import io.wattmill.standalone.host.Ports;
import io.wattmill.standalone.host.Processes;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;

/** One data directory for all, because making one takes longest. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddedPostgresTest {
    private final Path folder;

    EmbeddedPostgresTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void keepsRowsOverARestart() throws Exception {
        var first = EmbeddedPostgres.start(settings());
        execute(first, "CREATE TABLE kept AS SELECT 1 AS n");
        first.stop();
        assertFalse(Processes.isRunning(first.pid()));

        var second = EmbeddedPostgres.start(settings());
        assertEquals("1", ask(second, "SELECT n FROM kept"));
        EmbeddedPostgres.abandon(settings());
        second.stop();
        assertFalse(Processes.isRunning(second.pid()));
    }

    @Test
    void comesBackByItselfWithItsRowsWhenItIsKilled() throws Exception {
        var server = EmbeddedPostgres.start(settings());
        try {
            execute(server, "CREATE TABLE survived AS SELECT 1 AS n");
            var killed = server.pid();
            ProcessHandle.of(killed).orElseThrow().destroyForcibly();
            Await.until(() -> server.pid() != killed, "a new server", Duration.ofSeconds(120));
            assertEquals("1", ask(server, "SELECT n FROM survived"));
        } finally {
            server.stop();
        }
    }

    @Test
    void replacesAServerThatOutlivedItsOwner() throws Exception {
        EmbeddedPostgres.start(settings()).stop();
        var orphan = orphan(3);
        var server = EmbeddedPostgres.start(settings());
        try {
            assertNotEquals(orphan, server.pid());
            assertFalse(Processes.isRunning(orphan));
            assertEquals("1", ask(server, "SELECT 1"));
        } finally {
            server.stop();
        }
    }

    /** Its pid. Somebody else may take the free port first; then another one will do. */
    private long orphan(int attempts) throws IOException {
        var cluster = new Cluster(settings(), PostgresBinaries.in(settings().cache()));
        try {
            return cluster.start(Ports.anyFree());
        } catch (PostgresException e) {
            if (attempts > 1) {
                return orphan(attempts - 1);
            }
            throw e;
        }
    }

    @Test
    void isDurableByItsSettingsAndOpenToLoopbackAndPasswordOnly() throws Exception {
        var server = EmbeddedPostgres.start(settings());
        try {
            assertEquals("on", ask(server, "SHOW fsync"));
            assertEquals("on", ask(server, "SHOW synchronous_commit"));
            assertEquals("on", ask(server, "SHOW full_page_writes"));
            assertEquals("127.0.0.1", ask(server, "SHOW listen_addresses"));
            assertThrows(SQLException.class, () -> connect(server, "wrong").close());
            assertEquals("rw-------", mode(settings().password()));
        } finally {
            server.stop();
        }
    }

    @Test
    void makesALoginThatOwnsNothingAndGivesItANewPassword() throws Exception {
        var server = EmbeddedPostgres.start(settings());
        try {
            server.login("wattmill_guest", "0a");
            server.login("wattmill_guest", "0b");
            assertThrows(SQLException.class, () -> connect(server, "wattmill_guest", "0a").close());
            try (var connection = connect(server, "wattmill_guest", "0b");
                    var statement = connection.createStatement()) {
                assertThrows(SQLException.class, () -> statement.execute("CREATE SCHEMA mine"));
            }
        } finally {
            server.stop();
        }
    }

    @Test
    void startsOverAPidFileThatNamesAnotherProgram() throws Exception {
        EmbeddedPostgres.start(settings()).stop();
        var me = ProcessHandle.current().pid();
        Files.writeString(PostmasterFile.in(settings().cluster()), me + "\n");
        var server = EmbeddedPostgres.start(settings());
        server.stop();
        assertTrue(Processes.isRunning(me));
    }

    @Test
    void startsAgainAfterAnInterruptedCreation(@TempDir Path fresh) throws Exception {
        var settings = settings(fresh);
        Files.createDirectories(settings.draftCluster().resolve("base"));
        EmbeddedPostgres.start(settings).stop();
        assertFalse(Files.exists(settings.draftCluster()));
    }

    @Test
    void refusesDataOfAnotherMajorVersion(@TempDir Path fresh) throws Exception {
        var settings = settings(fresh);
        Files.createDirectories(settings.cluster());
        Files.writeString(settings.cluster().resolve("PG_VERSION"), "12\n");
        var refusal = assertThrows(PostgresException.class, () -> EmbeddedPostgres.start(settings));
        assertTrue(refusal.toString().contains("made by PostgreSQL 12"), refusal::toString);
    }

    private PostgresSettings settings() {
        return settings(folder);
    }

    private static PostgresSettings settings(Path folder) {
        return new PostgresSettings(
                DataFolder.cache(System.getenv()), folder, 40, 32, Duration.ofSeconds(120));
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static Connection connect(EmbeddedPostgres server, String password)
            throws SQLException {
        return connect(server, server.address().user(), password);
    }

    private static Connection connect(EmbeddedPostgres server, String user, String password)
            throws SQLException {
        var address = server.address();
        var url = "jdbc:postgresql://127.0.0.1:" + address.port() + "/" + address.database();
        return DriverManager.getConnection(url, user, password);
    }

    private static void execute(EmbeddedPostgres server, String sql) throws SQLException {
        try (var connection = connect(server, server.address().password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String ask(EmbeddedPostgres server, String sql) throws SQLException {
        try (var connection = connect(server, server.address().password());
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
