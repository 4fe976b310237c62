package io.shrike.policy.software;

import io.shrike.model.Finding.SoftwarePackage;
import java.util.List;

/** A change to a manager's record of what is installed; the packages are empty where the record does not name them. */
public record PackageRecord(String manager, String operation, List<SoftwarePackage> packages) {
    public PackageRecord {
        packages = List.copyOf(packages);
    }
}
