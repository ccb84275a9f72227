// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent;

import io.wattmill.agent.nvml.NvmlConfig;
import io.wattmill.agent.rapl.RaplConfig;
import io.wattmill.agent.smi.SmiConfig;
import io.wattmill.kit.config.Setting;

import java.net.URI;
import java.util.Optional;

/**
 * Where the devices of this host, and the host's own meters, are read.
 *
 * @param source who tells about the devices
 * @param dcgmUrl address of a dcgm-exporter's metrics page
 */
public record DevicesConfig(
        @Setting(
                        value = "auto",
                        doc =
                                "Who tells about the devices: auto, nvml, smi, dcgm or none. auto"
                                        + " takes dcgm-url when there is one, else NVIDIA's driver"
                                        + " library, else nvidia-smi, else none.")
                Source source,
        @Setting(value = "", doc = "Address of a dcgm-exporter's metrics page.")
                Optional<URI> dcgmUrl,
        NvmlConfig nvml,
        SmiConfig smi,
        RaplConfig host) {

    /** Who tells about the devices. */
    public enum Source {
        /** The first that is there. */
        AUTO,
        /** NVIDIA's driver library. */
        NVML,
        /** The program nvidia-smi. */
        SMI,
        /** A dcgm-exporter. */
        DCGM,
        /** Nobody. */
        NONE
    }

    /** Checks the address. */
    public DevicesConfig {
        if (dcgmUrl.isPresent() && dcgmUrl.get().getHost() == null) {
            throw new IllegalArgumentException("dcgm-url needs a host: " + dcgmUrl.get());
        }
        if (source == Source.DCGM && dcgmUrl.isEmpty()) {
            throw new IllegalArgumentException("source dcgm needs dcgm-url");
        }
    }

    /** Only what {@code url} tells, if anything: devices that are not of this host. */
    DevicesConfig elsewhere(Optional<URI> url) {
        Source of = url.isPresent() ? Source.DCGM : Source.NONE;
        RaplConfig none = new RaplConfig(false, host.folder(), host.period(), host.timeout());
        return new DevicesConfig(of, url, nvml, smi, none);
    }
}
