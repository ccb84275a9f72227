// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.assemble;

import io.wattmill.router.engine.EngineModel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** The tables of measurements that the engine model ships, by what is in them. */
public final class TableVersions {
    private static final SortedMap<String, String> SHIPPED = shipped();

    private TableVersions() {}

    /** "sha256 …" of each table, by its name. */
    public static SortedMap<String, String> all() {
        return SHIPPED;
    }

    private static SortedMap<String, String> shipped() {
        var versions = new TreeMap<String, String>();
        for (var table : new String[] {"kernels.csv", "calibration.csv"}) {
            versions.put(table, "sha256 " + sha256(table));
        }
        return Collections.unmodifiableSortedMap(versions);
    }

    private static String sha256(String table) {
        try (var in = EngineModel.class.getResourceAsStream(table)) {
            byte[] bytes = Objects.requireNonNull(in, table).readAllBytes();
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(table, e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
