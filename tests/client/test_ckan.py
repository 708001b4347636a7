"""`ckanapi`, the client of CKAN as published, reads our server; so does what harvesters of CKAN ask."""

import os
import re
import unittest

import ckanapi


class ReadingTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.ckan = ckanapi.RemoteCKAN(os.environ["VITRAIL_URL"].rstrip("/"), user_agent="tests")

    def test_the_site_says_what_it_is(self):
        status = self.ckan.action.status_show()
        self.assertRegex(status["ckan_version"], r"^\d+\.\d+\.\d+$")
        self.assertNotIn("datastore", status["extensions"], "no resource has rows yet")

    def test_every_name_leads_to_its_package(self):
        names = self.ckan.action.package_list()
        self.assertGreater(len(names), 20)
        for name in names[:5] + [name for name in names if len(name) == 100][:5]:
            package = self.ckan.action.package_show(id=name)
            self.assertEqual(package["name"], name)
            self.assertEqual(self.ckan.action.package_show(id=package["id"]), package)

    def test_pages_hold_every_package_once(self):
        seen, start = [], 0
        while True:
            page = self.ckan.action.package_search(rows=50, start=start, sort="id asc")
            if not page["results"]:
                break
            seen += [package["id"] for package in page["results"]]
            start += 50
        self.assertEqual(len(seen), page["count"])
        self.assertEqual(len(set(seen)), len(seen))
        self.assertEqual(seen, sorted(seen))
        self.assertEqual(len(seen), len(self.ckan.action.package_list()))

    def test_searches_by_organization_and_tag(self):
        found = self.ckan.action.package_search(rows=0, **{"facet.field": ["organization", "tags"]})
        for field in ["organization", "tags"]:
            name, count = max(found["facets"][field].items(), key=lambda item: item[1])
            filtered = self.ckan.action.package_search(fq=f'{field}:"{name}"', rows=1)
            self.assertEqual(filtered["count"], count, f"{field}:{name}")
            without = self.ckan.action.package_search(fq=f'-{field}:"{name}"', rows=0)
            self.assertEqual(without["count"], found["count"] - count)

    def test_organizations(self):
        names = self.ckan.action.organization_list()
        whole = self.ckan.action.organization_list(all_fields=True, limit=3)
        self.assertEqual([organization["name"] for organization in whole], names[:3])
        shown = self.ckan.action.organization_show(id=names[0], include_datasets=True)
        self.assertEqual(shown["id"], whole[0]["id"])
        for package in shown["packages"]:
            self.assertEqual(package["organization"]["name"], names[0])

    def test_names_are_in_order(self):
        names = self.ckan.action.package_list()
        self.assertEqual(names, sorted(names))
        page = self.ckan.action.package_search(rows=50, sort="name asc")
        self.assertEqual([package["name"] for package in page["results"]], names[:50])

    def test_searches_by_what_packages_show(self):
        page = self.ckan.action.package_search(rows=100)["results"]
        package = next(it for it in page if it["resources"] and it["creator_user_id"])
        extras = [extra["key"] for extra in package["extras"] if re.fullmatch(r"\w+", extra["key"])]
        for query in [
            f'creator_user_id:{package["creator_user_id"]}',
            f'isopen:{str(package["isopen"]).lower()}',
            f'name:[{package["name"]} TO {package["name"]}]',
            f'res_url:"{package["resources"][0]["url"]}"',
        ] + [f"extras_{key}:*" for key in extras]:
            found = self.ckan.action.package_search(fq=f'{query} id:{package["id"]}', rows=0)
            self.assertEqual(found["count"], 1, query)

    def test_what_happened(self):
        recent = self.ckan.action.recently_changed_packages_activity_list(limit=3)
        for activity in recent:
            package = activity["data"]["package"]
            self.assertEqual(activity["object_id"], package["id"])
            self.assertIn(activity["activity_type"], ["new package", "changed package"])
            own = self.ckan.action.package_activity_list(id=package["name"])
            self.assertIn(activity["id"], [other["id"] for other in own])

    def test_by_get_too(self):
        with ckanapi.RemoteCKAN(os.environ["VITRAIL_URL"], get_only=True) as ckan:
            self.assertEqual(len(ckan.action.package_search(q="données", rows=2)["results"]), 2)
            self.assertIn("lov2", [licence["id"] for licence in ckan.action.license_list()])

    def test_refusals_are_the_exceptions_of_the_client(self):
        with self.assertRaises(ckanapi.NotFound):
            self.ckan.action.package_show(id="nope")
        with self.assertRaises(ckanapi.NotFound):
            self.ckan.action.datastore_search(resource_id="nope")
        with self.assertRaises(ckanapi.ValidationError):
            self.ckan.action.package_search(rows="abc")
        with self.assertRaises(ckanapi.SearchQueryError):
            self.ckan.action.package_search(foo="bar")
        with self.assertRaises(ckanapi.NotAuthorized):
            self.ckan.action.package_create(name="new")
        with self.assertRaises(ckanapi.CKANAPIError):
            self.ckan.action.no_such_action()


if __name__ == "__main__":
    unittest.main()
