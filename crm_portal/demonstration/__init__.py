"""A portal to try: nothing here runs, and nothing is routed, outside a demonstration."""


def accounts() -> list[tuple[str, str, str]]:
    """Return role, e-mail and password of everybody one may sign in as."""
    from crm_portal.demonstration import people

    return people.accounts()
