"""Asks policy_sentry, cloudsplaining or parliament (its argument): JSON request on stdin, JSON answer on stdout."""

import json
import sys


def policy_sentry(request):
    """All actions of the services, and what the patterns expand to."""
    from policy_sentry.analysis.expand import expand
    from policy_sentry.shared.iam_data import get_service_prefix_data

    actions = {}
    for service in request["services"]:
        for name, action in get_service_prefix_data(service).get("privileges", {}).items():
            types = sorted(name for name in action["resource_types"] if name)
            actions[f"{service}:{name}"] = {"accessLevel": action["access_level"], "resourceTypes": types}
    # It gives a pattern back that stands for nothing.
    expansions = {
        pattern: sorted(name for name in expand(pattern) if name != pattern) for pattern in request["patterns"]
    }
    return {"actions": actions, "expansions": expansions}


def cloudsplaining(request):
    """What it finds in identity policies and in trust policies, both by name."""
    from cloudsplaining.output.policy_finding import PolicyFinding
    from cloudsplaining.scan.assume_role_policy_document import AssumeRolePolicyDocument
    from cloudsplaining.scan.policy_document import PolicyDocument
    from cloudsplaining.shared.exclusions import Exclusions

    # Its own list counts reading actions among the modifying ones.
    exclusions = Exclusions({"include-actions": [], "exclude-actions": []})

    def identity(document):
        results = PolicyFinding(PolicyDocument(document, exclusions), exclusions).results
        return {kind: it["findings"] for kind, it in results.items() if isinstance(it, dict) and it["findings"]}

    def trust(document):
        read = AssumeRolePolicyDocument(document, exclusions=exclusions)
        kinds = [name for name in dir(read) if name.startswith("role_assumable_by_")]
        return {kind: getattr(read, kind) for kind in kinds if getattr(read, kind)}

    return {
        "identity": {name: identity(document) for name, document in request["identity"].items()},
        "trust": {name: trust(document) for name, document in request["trust"].items()},
    }


def parliament(request):
    """What it and its community's auditors find in identity policies, by name."""
    from parliament import analyze_policy_string

    def findings(document):
        read = analyze_policy_string(json.dumps(document), include_community_auditors=True)
        return [[it.issue, it.detail] for it in read.findings]

    return {name: findings(document) for name, document in request["identity"].items()}


if __name__ == "__main__":
    tools = {tool.__name__: tool for tool in (policy_sentry, cloudsplaining, parliament)}
    json.dump(tools[sys.argv[1]](json.load(sys.stdin)), sys.stdout)
