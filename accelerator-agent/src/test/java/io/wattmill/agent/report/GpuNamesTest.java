// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GpuNamesTest {

    @ParameterizedTest
    @CsvSource({
        "NVIDIA A100-SXM4-80GB, a100-sxm",
        "NVIDIA H100 80GB HBM3, h100-sxm",
        "NVIDIA H200, h200-sxm",
        "NVIDIA B200, b200-sxm",
        "NVIDIA B300 SXM6 AC, b300-sxm",
        "NVIDIA GB200, gb200",
        "NVIDIA GB300, gb300",
        "NVIDIA RTX PRO 6000 Blackwell Server Edition, rtx-pro-6000",
        "NVIDIA L40S, l40s",
        "AMD Instinct MI300X, mi300x",
        "AMD Instinct MI325X OAM, mi325x",
        "AMD Instinct MI355X, mi355x"
    })
    void knowsAGpuByItsDriversName(String driver, String catalogue) {
        assertEquals(catalogue, GpuNames.of(driver));
        assertEquals(catalogue, GpuNames.of(driver + " (emulated)"));
    }

    @ParameterizedTest
    @CsvSource({
        "A100-SXM4-80GB, a100-sxm",
        "nvidia  h100 80gb hbm3, h100-sxm",
        "AMD Instinct Mi325X, mi325x",
        "Instinct MI300X, mi300x"
    })
    void passesOverMakerCaseAndSpaces(String driver, String catalogue) {
        assertEquals(catalogue, GpuNames.of(driver));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NVIDIA A100-SXM4-40GB",
                "NVIDIA A100 80GB PCIe",
                "NVIDIA A100-SXM4-80GB MIG 1g.10gb",
                "NVIDIA H100 PCIe",
                "NVIDIA H100 NVL",
                "NVIDIA H200 NVL",
                "NVIDIA H800",
                "NVIDIA GH200 480GB",
                "NVIDIA H20",
                "NVIDIA L40",
                "NVIDIA RTX PRO 6000 Blackwell Max-Q Workstation Edition",
                "NVIDIA RTX PRO 6000 Blackwell Workstation Edition",
                "AMD Instinct MI300X VF",
                "AMD Instinct MI300A",
                "AMD Instinct MI350X",
                "h100-sxm",
                ""
            })
    void takesNoVariantForAnother(String driver) {
        assertEquals("", GpuNames.of(driver));
    }

    @Test
    void saysWhichItKnows() {
        assertEquals(12, GpuNames.known().size(), GpuNames.known().toString());
    }
}
