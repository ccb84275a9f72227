// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.engine;

import io.wattmill.router.engine.GpuSpec.AllReduce;
import io.wattmill.router.engine.GpuSpec.Generation;
import io.wattmill.router.engine.GpuSpec.Peak;

import java.util.Optional;

/** A GPU's data sheet, filled in line by line, each figure beside its name. */
final class GpuSheet {
    private static final double TERA = 1e12;
    private static final int USUAL_SCALE_UP = 8;

    private final String name;
    private final Generation generation;
    private Optional<Peak> peak = Optional.empty();
    private Optional<AllReduce> allReduce = Optional.empty();
    private long hbmBytes;
    private double hbmBytesPerSecond;
    private long tdpWatts;
    private int scaleUpGpus = USUAL_SCALE_UP;

    private GpuSheet(String name, Generation generation) {
        this.name = name;
        this.generation = generation;
    }

    static GpuSheet of(String name, Generation generation) {
        return new GpuSheet(name, generation);
    }

    /** Dense, in 1e12 operations per second. */
    GpuSheet teraflops(double bf16, double fp8, double fp4) {
        peak = Optional.of(new Peak(bf16 * TERA, fp8 * TERA, fp4 * TERA));
        return this;
    }

    GpuSheet memoryBytes(long bytes) {
        hbmBytes = bytes;
        return this;
    }

    GpuSheet memoryTerabytesPerSecond(double terabytes) {
        hbmBytesPerSecond = terabytes * TERA;
        return this;
    }

    GpuSheet tdpWatts(long watts) {
        tdpWatts = watts;
        return this;
    }

    GpuSheet allReduce(AllReduce measured) {
        allReduce = Optional.of(measured);
        return this;
    }

    /** GPUs that the fast interconnect joins; 8 where nothing is said. */
    GpuSheet scaleUpGpus(int gpus) {
        scaleUpGpus = gpus;
        return this;
    }

    /** With kernels and all-reduce from tables of this GPU. */
    GpuSpec measured() {
        return spec(Provenance.MEASURED);
    }

    /** With kernels and all-reduce from tables of its likes. */
    GpuSpec derived() {
        return spec(Provenance.DERIVED);
    }

    private GpuSpec spec(Provenance provenance) {
        if (hbmBytes <= 0 || !(hbmBytesPerSecond > 0) || tdpWatts <= 0) {
            throw new IllegalStateException(name + " lacks its memory, bandwidth or power");
        }
        return new GpuSpec(
                name,
                generation,
                peak.orElseThrow(() -> new IllegalStateException(name + " lacks its peak")),
                hbmBytes,
                hbmBytesPerSecond,
                PowerCurves.of(name, tdpWatts * 1000).curve(),
                KernelTables.of(name, generation),
                allReduce.orElseThrow(
                        () -> new IllegalStateException(name + " lacks its all-reduce")),
                scaleUpGpus,
                provenance);
    }
}
