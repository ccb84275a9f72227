// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.crash;

import io.wattmill.billing.chain.Hash;
import io.wattmill.billing.dump.DumpAudit;
import io.wattmill.kit.testing.Await;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Disks that are full, and disks that are put back to what they were. */
final class Disks {

    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final long ROOM_BYTES = 96L << 20;
    private static final int CHUNK_BYTES = 1 << 20;

    private static final String UNSEALED =
            "SELECT count(*) FROM booking WHERE xid >= (SELECT coalesce(max(to_xid), 0) FROM"
                    + " ledger_block)::text::xid8 AND id <= ";

    private Disks() {}

    /** The data moves to a small disk that fills up; then there is room again. */
    static String full(Scene scene) throws Exception {
        Path small = Files.createDirectories(scene.site().folder().resolve("small-disk"));
        PostgresProcess postgres = scene.site().postgres();
        Path home = postgres.data();
        if (run("mount", "-t", "tmpfs", "-o", "size=" + size(home), "tmpfs", small.toString())
                != 0) {
            return "skipped: a small disk cannot be mounted here";
        }
        try {
            move(postgres, home, small.resolve("data"));
            fill(scene, small.resolve("ballast"));
            move(postgres, small.resolve("data"), home);
        } finally {
            run("umount", "-l", small.toString());
        }
        return "";
    }

    private static long size(Path data) throws IOException {
        try (var files = Files.walk(data)) {
            return files.mapToLong(file -> file.toFile().length()).sum() + ROOM_BYTES;
        }
    }

    /** Stops the server, moves its data and starts it there. */
    private static void move(PostgresProcess postgres, Path from, Path to) throws IOException {
        postgres.stop();
        require("cp", "-a", from.toString(), to.toString());
        require("rm", "-rf", from.toString());
        postgres.data(to);
        postgres.start();
    }

    private static void fill(Scene scene, Path ballast) throws Exception {
        scene.traffic()
                .during(
                        () -> {
                            scene.load();
                            fill(ballast);
                            scene.awaitFailures(10);
                            Files.delete(ballast);
                            scene.site().postgres().revive();
                            scene.load();
                        });
    }

    /** Until the last byte. */
    private static void fill(Path ballast) throws IOException {
        try (OutputStream out = Files.newOutputStream(ballast)) {
            byte[] chunk = new byte[CHUNK_BYTES];
            while (Files.getFileStore(ballast).getUsableSpace() > 0) {
                out.write(chunk);
            }
        } catch (IOException e) {
            if (Files.getFileStore(ballast).getUsableSpace() > CHUNK_BYTES) {
                throw e;
            }
        }
    }

    /**
     * A copy of the data is put back after more was booked. What was acknowledged since is named,
     * one by one, and so is the chain that does not go on; then the gateways send their journals
     * again.
     */
    static String restored(Scene scene) throws Exception {
        PostgresProcess postgres = scene.site().postgres();
        Path backup = scene.site().folder().resolve("backup");
        scene.traffic().during(scene::load);
        postgres.stop();
        require("cp", "-a", postgres.data().toString(), backup.toString());
        postgres.start();
        AckLog copied = scene.log().copy();
        long sealed = sealedCopy(scene);
        scene.traffic().during(() -> loadUntilSealed(scene, sealed));

        scene.site().billing().kill();
        postgres.stop();
        require("rm", "-rf", postgres.data().toString());
        require("mv", backup.toString(), postgres.data().toString());
        postgres.start();
        scene.site().startBilling();
        int named = requireNamed(scene, copied);
        requireSetBack(scene);
        scene.log().goBackTo(copied);
        scene.traffic().rewind();
        scene.traffic().during(scene::load);
        return named + " lost acknowledgements were named";
    }

    /**
     * The last block with something of the backup in it, once all of that is sealed: sealed again
     * after the backup is back it would be the same block, and nobody who knew it could tell.
     */
    private static long sealedCopy(Scene scene) throws SQLException {
        long last = Audit.number(scene.site(), "SELECT max(id) FROM booking");
        scene.await(() -> unsealed(scene.site(), last) == 0, "the backup's bookings are sealed");
        return Audit.number(scene.site(), "SELECT max(number) FROM ledger_block");
    }

    private static long unsealed(Site site, long through) {
        try {
            return Audit.number(site, UNSEALED + through);
        } catch (SQLException e) {
            throw new AssertionError("blocks are not there to be read", e);
        }
    }

    /** A client has seen a block that the backup does not have. */
    private static void loadUntilSealed(Scene scene, long sealed) {
        scene.load();
        scene.await(() -> scene.log().newestBlock() > sealed, "a client saw a newer block");
    }

    private static int requireNamed(Scene scene, AckLog copied) throws Exception {
        Set<UUID> lost = scene.log().copy().acked.keySet();
        lost.removeAll(copied.acked.keySet());
        Set<UUID> missing = Audit.missing(scene.site(), scene.log());
        if (!missing.equals(lost)) {
            throw new AssertionError(lost.size() + " were lost, missing are " + missing.size());
        }
        List<String> findings = Audit.of(scene.site(), scene.log());
        if (findings.stream().noneMatch(one -> one.startsWith("block "))) {
            throw new AssertionError("nobody saw that the chain was set back: " + findings);
        }
        List<String> broken = Proof.books(scene.site());
        if (!broken.isEmpty()) {
            throw new AssertionError("the backup is not whole: " + broken);
        }
        return lost.size();
    }

    /** The chain of the backup holds by itself, and not for who knows a later block. */
    private static void requireSetBack(Scene scene) throws Exception {
        String dump = scene.traffic().dump();
        long number = scene.log().newestBlock();
        Hash root = Hash.parse(Objects.requireNonNull(scene.log().blocks.get(number)));
        if (!chain(dump, new DumpAudit(Optional.empty())).ok()) {
            throw new AssertionError("the backup's own chain does not hold");
        }
        if (chain(dump, new DumpAudit(Optional.empty()).remember(number, root)).ok()) {
            throw new AssertionError("a verifier that knows block " + number + " saw nothing");
        }
    }

    private static DumpAudit.Check chain(String dump, DumpAudit audit) {
        dump.lines().forEach(audit::line);
        return audit.checks().getFirst();
    }

    private static void require(String... words) throws IOException {
        if (run(words) != 0) {
            throw new IOException(String.join(" ", words) + " failed");
        }
    }

    private static int run(String... words) throws IOException {
        Process process =
                new ProcessBuilder(words)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        Await.until(() -> !process.isAlive(), words[0] + " ends", LIMIT);
        return process.exitValue();
    }
}
